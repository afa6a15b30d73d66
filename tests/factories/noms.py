"""Invented persons whose names are unusual, and right."""

_PERSONS = """
LE GALL;Maëlle;F|MARTIN;Jean;M|MARTIN;Martine;F|SIMON;Paul;M|THOMAS;Nicolas;M|DAVID;Sarah;F|JEAN;Pierre;M|PIERRE;Wilguens;M
JEAN-BAPTISTE;Wideline;F|SAINT-MARTIN;Lucie;F|SAINT MARTIN;Martin;M|PETIT JEAN;Jean;M|DE LA ROCHEFOUCAULD;Aymeric;M|d'ESTIENNE;Ghislaine;F
D’ALMEIDA;Koffi;M|DU PONT DE L'ISLE;Marie-Astrid;F|VAN DER BERG;Joost;M|VAN DEN BOSSCHE;Lieve;F|'t HOOFT;Saskia;F|VON KESSEL;Jürgen;M
MÜLLER;Käthe;F|WEISS;Jörg;M|O'SULLIVAN;Niamh;F|Mc GREGOR;Ewan;M|MACDONALD;Shona;F|BEN ALI;Ali;M|BEN SALAH;Salah;M|EL MEHDI;Mehdi;M
EL HADDAD;Fatima Zahra;F|ABD EL KADER;Yacine;M|AÏT OUARAB;Mohand;M|OULD AHMED;Ahmed;M|BENT SIDI;Mariem;F|MOHAMED;Anziza;F|ALI MOHAMED;Mohamed;M
IBRAHIM;Said;M|ABDALLAH;Zaïnaba;F|SOILIHI;Nadjma;F|ATTOUMANI;Ansufati;F|MADI;Echati;F|HOUMADI;Faouzia;F|NGUYEN;Thi Thanh Huong;F|NGUYỄN;Văn Đức;M
TRAN;Thuy;F|PHẠM;Ngọc Lan;F|LE;Van;M|LY;Mai;F|Ô;Thanh;M|Y;Bun;M|O;Sokha;F|LI;Xin;F|WANG;Jing;F|CHEN;Xiaoming;M|ZHANG;Wei;M|WU;Ying;F|LIM NEE;Hui;F
KIM;Min-jun;M|PARK;Ji-woo;F|SATO;Haruki;M|SINGH;Gurpreet;M|KAUR;Harpreet;F|PATEL;Jignesh;M|KUMARASAMY;Sivakumar;M|RAJARATNAM;Thevarajah;M
DA SILVA;Maria da Conceição;F|DOS SANTOS;João;M|PEREIRA DE SOUSA;Ana Luísa;F|FERREIRA;Joaquina;F|MARINHO;Marinha;F|GONÇALVES;Paulino;M|ALVES;Nélson;M
GARCÍA LÓPEZ;José Luis;M|MUÑOZ;Iñaki;M|RODRÍGUEZ PEÑA;Begoña;F|ROSSI;Andrea;M|BIANCHI;Simone;M|COLOMBO;Michele;M|ESPOSITO;Daniele;M|RUSSO;Nicola;M
D'ANGELO;Gabriele;M|DI MARCO;Emanuele;M|POPESCU;Marian;M|IONESCU;Carmen;F|NOVÁK;Ondřej;M|DVOŘÁKOVÁ;Zdeňka;F|KOWALSKI;Grzegorz;M|WIŚNIEWSKA;Małgorzata;F
ŁUKASZEWSKI;Paweł;M|ŠKODA;Žofie;F|HORVÁTH;Gyöngyi;F|PETROVIĆ;Đorđe;M|YILMAZ;Ayşe;F|ŞAHİN;Çağla;F|ÖZTÜRK;Gökhan;M|SARGSYAN;Karen;M|HAKOBYAN;Ashot;M
IVANOV;Nikita;M|KUZNETSOVA;Nadezhda;F|SHEVCHENKO;Oleksandr;M|BOUTEFLIKA;Abdelaziz;M|ZEROUAL;Lamine;M|HADJ-MOUSSA;Nabila;F|TRAORÉ;Aminata;F|DIALLO;Mamadou;M
DIALLO;Thierno Mamadou;M|BAH;El Hadj Oumar;M|BARRY;Mariama Ciré;F|N'DIAYE;Ndèye;F|NDIAYE;Mame Diarra;F|SY;El Hadji;M|BA;Fatoumata Binta;F|KA;Coumba;F
KOUAMÉ;Akissi;F|N'GUESSAN;Yao;M|KONÉ;Nabintou;F|OUATTARA;Dramane;M|MBEMBA;Chancel;M|TSHIBANGU;Dieumerci;M|MUKENDI;Bijou;F|NZINGA;Merveille;F
RAKOTOMALALA;Haingo;F|RANDRIANARISOA;Tsiry;M|RASOANAIVO;Vololona;F|HOARAU;Expédit;M|PAYET;Marie Jeanne;F|GRONDIN;Ti-Jean;M|TECHER;Dylane;M
TEIHOTAATA;Hina;F|TEARIKI;Teva;M|TEHAAMATAI;Vaitiare;F|TETUANUI;Manuarii;M|TAPUTU;Heimata;F|WAMYTAN;Wassissi;F|KANAKO;Drewa;M|FALETA;Malia;F|TUI;Sosefo;M
ETCHEVERRY;Xan;M|ETXEBERRIA;Maider;F|HARISPURU;Peio;M|IRIGARAY;Amaia;F|LE GOFF;Gwenaël;M|LE BIHAN;Nolwenn;F|KERVELLA;Azilis;F|QUÉMÉNEUR;Yann-Vari;M
AR BRAZ;Goulven;M|POULIQUEN;Tugdual;M|SANTONI;Ghjuvan;M|COLONNA D'ISTRIA;Vannina;F|CASANOVA;Petru;M|BARTHÉLEMY;Barthélemy;M|CHARLES-DONATIEN;Océane;F
LOUIS-MARIE;Jocelyne;F|NOËL;Noëlle;F|ROSE;Rosemonde;F|LÉON;Camille;M|HENRI;Dominique;F|ALEXANDRE;Claude;M|AUGUSTE;Stéphane;F|MARIE;Ange;M|ANGE;Marie;F
VINCENT;Morgan;F|RÉMY;Alix;M|GILLES;Loan;M|BLANC;Blanche;F|LEROY;Leroy;M|DURAND;Éden;M|MOREAU;Maxence;M|LAURENT;Laurence;F|PASCAL;Pascale;F|MICHEL;Michèle;F
DUPONT-DURAND;Anne-Sophie;F|DUPONT--DURAND;Léo-Paul;M|LEFEBVRE;Charles-Édouard;M|BOULANGER;Marie-Ange;F|GIRARD;Jean-Marie;M|CARON;Marie-Pierre;F
ROUX;Pierre-Marie;M|COLIN;Jean-Claude;M|FABRE;Aimée;F|MASSON;Zoé;F|NOIR;Clément-Bayard;M|AMAR;Ève;F|COHEN;Yaël;F|LEVY;Ruben;M|BENHAMOU;Éliaou;M
KELLER;Mathieux;M|MEYER;Kristophe;M|SCHMITT;Nathanaëlle;F|WAGNER;Mattys;M|KLEIN;Kylian;M|WEBER;Lyséa;F|FISCHER;Maëlyne;F|HUBER;Noémye;F|ZIMMERMANN;Thaïs;F
GOMIS;Prosper;M|MENDY;Édouard;M|CORREIA;Ivanilda;F|TAVARES;Nilton;M|LOPES VARELA;Deolinda;F|ÅNGSTRÖM;Åsa;F|HÅKANSSON;Björn;M|VIRTANEN;Päivi;F|JØRGENSEN;Søren;M
""".replace("\n", "|")
PERSONS = [tuple(person.split(";")) for person in _PERSONS.strip("|").split("|")]
"""Name, first name and sex."""
