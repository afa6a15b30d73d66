"""First names and family names of many countries and regions, each alone: nobody's identity. They must hardly ever be taken for slips."""

_PRENOMS = """
Oleksandra Oleksii Volodymyr Svitlana Nadiia Liudmyla Mykhailo Bohdan Yaroslava Zoriana Taras Iryna Halyna Ostap Dmytro Vsevolod Solomiia Khrystyna
Zlata Myroslava Andrii Mykola Tetiana Olha Kateryna Yuliia Anastasiia Viktoriia Serhii Vitalii Ruslana Lesia Oksana Ihor Vasyl Petro Hryhorii Stepan
Thuy Huong Ngoc Linh Phuong Thanh Trang Quynh Tuyet Hanh Nguyet Khanh Thuong Duong Trung Quang Hoang Phuoc Dung Thang Cuong Nghia Khoa Trinh Uyen Thao
Sivakumar Thevarajah Kumaran Selvarani Pushpalatha Vijayalakshmi Suganthini Nadarajah Kandiah Sinnathamby Yogeswari Thavamani Rajeswary Kirushanth
Mathusan Piratheep Sutharsan Nirojan Kajanthan Thusyanthan Abirami Vaishnavi Tharshini Kavitha Sasikala Premila Sivagnanam Jeyanthan Anushan Varatharajah
Gökhan Çağla Özlem Tuğba Şerife Hüsniye Nurcan Gülşen Fatmanur Ertuğrul Oğuzhan Serkan Berkay Furkan Zübeyde Sevgül Nesrin Songül Döndü Hacer Emrullah
Abdulkadir Muhammet Sümeyye Büşra Kübra Rabia Elif Zeliha Hatice Meryem Yasemin Gülbahar Şükran Dursun Satılmış Bayram Ramazan Cemal Hikmet Turgut
Haingo Vololona Tsiry Rindra Fanja Hasina Mamy Lalaina Onja Voahangy Nirina Faniry Tahina Miora Sitraka Andry Hery Njaka Ravaka Felana Mialy Rivo Tojo
Volatiana Harisoa Fenosoa Tolotra Solofoniaina Rakotonirina Bakoly Noromalala Lantosoa Hanitra Domoina Tantely Mahefa Zafimahery Fitahiana Sarobidy
Heimata Vaitiare Manuarii Teva Hinano Poerava Tehani Maeva Vaimiti Heremoana Tamatoa Teiki Moerani Raihere Tiare Hereata Matahi Teraimana Vehiata Mareva
Sosefo Malia Falakiko Petelo Soane Atonio Ikenasio Kusitino Visesio Losalia Telesia Sapeta Pelenato Setefano Emeniko Filimone Aloisia Mikaele Lafaele Siolesio
Abdelhakim Boubekeur Messaoud Lakhdar Djamila Zoulikha Fatiha Khadidja Nourredine Abderrezak Mokhtaria Belkacem Slimane Hocine Tassadit Ouardia Dahbia
Kheira Yamina Zineddine Seifeddine Mouloud Rachida Hayet Ferroudja Arezki Idir Massinissa Thiziri Kahina Lounes Chabha Meriem Oumaima Ghizlane Chaimae
Abdessamad Mounir Hicham Rajae Ilham Houda Najat Zoubida Fatna Aicha Latifa Naoufal Ayyoub Badr Ikhlass Soukaina Wissal Yassir Hafssa Chouaib
Conceição Deolinda Joaquim Adelino Felismina Graciete Albertina Hermenegildo Arlindo Custódio Ermelinda Idalina Leopoldina Zulmira Gracinda Abílio Firmino
Belmiro Amândio Delfim Glória Rosário Lurdes Filomena Quitéria Eugénio Serafim Virgílio Horácio Anabela Ivanilda Nilton Djeison Edmilson Vanderlei Josefa
Aminata Fatoumata Mariama Kadiatou Oumou Djeneba Assetou Salimata Nabintou Sékou Lansana Ibrahima Alseny Boubacar Souleymane Cheikhna Moussokoro Bintou
Akissi Adjoua Affoué Ahou Amoin Kouadio Kouassi Konan Yao Koffi Brou Kouamé N'Dri Aya Mawuli Kossivi Ayélé Afi Komlan Ablavi Dédé Mensah Sènami Dossou
Chancelvie Dieumerci Merveille Plamedi Exaucé Héritier Glody Trésor Jeancy Bijou Mireille Béni Nzuzi Matondo Mbuyi Kapinga Ntumba Tshala Ilunga Kalenga
Ndeye Awa Khady Coumba Aïssatou Mame Ndella Rokhaya Maguette Serigne Modou Babacar Ousmane Thierno Amadou Saliou Daouda Demba Samba Ngoné Yacine Dieynaba
Wideline Guerline Wilguens Jimson Mackendy Rosemène Fabienne Dieuseul Ketlène Rolguens Woodley Lovely Naïka Stanley Islande Kerline Frantzdy Manoucheka
Anziza Nadjma Faouzia Echati Ansufati Zaïnaba Moinaecha Chaharoumani Salimou Attoumane Soifia Hadidja Mariame Nafissata Raissa Archimed Fahardine Nassuf
Tugdual Azilis Nolwenn Gwenaëlle Bleuenn Rozenn Enora Tifenn Katell Goulven Brieuc Tanguy Maïwenn Sterenn Erwan Gildas Riwal Herveline Servane Nominoë
Maider Xan Peio Amaia Oihana Nahia Eneko Bixente Iban Panpili Maialen Argitxu Joana Kattalin Mattin Beñat Ximun Haizea Ganix Terexa Ghjuvan Petru Vannina
Saveria Lisandru Letizia Andria Anghjula Battista Santu Marilena Chjara Orso Doumé Jorgi Esteve Mirèio Frédéri Vincèn Magali Jaume Roser Meritxell Arnau
Małgorzata Grzegorz Zbigniew Agnieszka Krzysztof Bogusława Stanisława Wojciech Przemysław Zdeňka Ondřej Květoslava Jaroslav Ľubomír Gyöngyi Zsuzsanna
Ionuț Gheorghe Mihaela Costel Vasilica Ștefania Răzvan Dragoș Lăcrămioara Đorđe Snežana Ljubica Zvonimir Bojana Vesna Gordana Miodrag Arben Shpresa Blerim
Gurpreet Harpreet Jaspreet Manpreet Sukhwinder Jignesh Bhavesh Rajeshwari Muhammad Zulfiqar Nasreen Shabnam Farzana Gulnaz Zarghuna Najibullah Rahmatullah
Xiaoming Xiuying Jianguo Zhiqiang Meiling Haoran Yuxuan Jiayi Hyejin Seojun Haruki Sakura Takeshi Yumiko Araya Somchai Siriporn Sokha Channary Bounmy Khamla
Tigran Hovhannes Gohar Anahit Vardan Nune Giorgi Nino Tamar Zurab Levan Ketevan Ekaterine Aslanbek Zaur Madina Khadizhat Magomed Zalina Berhane Tsegay Selam
"""

_NOMS = """
Shevchenko Kovalenko Bondarenko Tkachenko Kravchenko Oliinyk Shevchuk Polishchuk Lysenko Boiko Marchenko Savchenko Rudenko Petrenko Klymenko Pavlenko
Vasylenko Levchenko Kharchenko Karpenko Sydorenko Tymoshenko Hrytsenko Fedorenko Zakharchenko Mazurenko Yurchenko Moroz Kushnir Dovzhenko Yatsenko Honcharuk
Trofymenko Panasiuk Stetsenko Havryliuk Nazarenko Romaniuk Zinchenko Ostapenko Melnychuk Hnatiuk Bilous Kolisnyk Shcherbak Nesterenko Holub Chornovil
Nguyen Tran Pham Huynh Hoang Phan Truong Duong Dang Trinh Luong Nghiem Quach Vuong Thach Khuat Doan Mach Phung Chau Luu Lieu Ngo Banh Trang Diep Giang
Rajaratnam Sivasubramaniam Kumarasamy Kandasamy Thambirajah Nadarajah Selvarajah Balasingam Kanagasabai Ponnampalam Arulanandam Jeyakumar Vigneswaran
Yogarajah Mahendran Nagalingam Paramasivam Ratnasingam Sabaratnam Shanmuganathan Sivapalan Tharmalingam Uthayakumar Velauthapillai Vaithilingam Kugathasan
Thiyagarajah Gnanasekaram Mylvaganam Sinnathurai Kanapathipillai Packiyanathan Anandarajah Chelliah Elangovan Jegatheeswaran Krishnapillai Loganathan
Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Özkan Şimşek Polat Korkmaz Özcan Çakır
Erdoğan Yavuz Acar Güneş Aktaş Tekin Bozkurt Bulut Keskin Ünal Turan Gül Özer Işık Kaplan Avcı Sarı Tunç Yüksel Güler Coşkun Taş Karaca Aksoy Bayrak Duman
Rakotomalala Randrianarisoa Rasoanaivo Andriamahefa Razafindrakoto Ratsimbazafy Rabemananjara Ravelojaona Rasolofomanana Andrianjafy Ramanantsoa Razanamparany
Rajaonarivelo Rakotoarisoa Randriamampionona Razafimahatratra Rafanomezantsoa Andriambololona Rasamimanana Ratovonirina Raharinirina Rasoamanarivo Zafindraibe
Ranaivoson Rabearivelo Rakotondrabe Randrianasolo Razafimandimby Andriantsitohaina Raveloarison Rabarijaona Rafalimanana Rajoelina Ralaimihoatra Ramiandrisoa
Teihotaata Teariki Tehaamatai Tetuanui Taputu Tuheiava Tauraatua Teururai Maraetefau Tefaatau Tehuiotoa Terorotua Tinomoe Tumahai Vaimeho Faatau Hauata Haoatai
Paheroo Tapare Taupotini Teikitutoua Temauri Tepava Tihoni Tuairau Vahapata Tuihani Falelavaki Lakalaka Manufekai Taofifenua Tokotuu Vaitanaki Fiafialoto Muliava
Keletaona Likuvalu Uhila Motuhi Selui Heafala Mailagi Seo Wamytan Poigoune Hnaisilin Wahnapo Xowie Kaloi Waikedre Sihaze Hnawang Wadra Ukeiwe Tein Poadja Gowé
Abdelmoumen Benaissaoui Bouchenafa Chelghoum Djebbar Ferhaoui Guendouzi Hadjeres Kaddouri Laribi Mekhloufi Nezzar Ouyahia Rahmouni Saadallah Tebboune Zerhouni
Aberkane Belhadj Boudiaf Cherif Derradji Ghezali Hamrouche Kherbache Lounici Mezghena Oualiken Sellami Touati Yahiaoui Zitouni Amrouche Bensalah Bouazizi Charfeddine
Elmoutawakil Lahlou Bennani Tazi Berrada Benjelloun Alaoui Idrissi Filali Ouazzani Lamrani Chraibi Sqalli Kettani Guessous Tahiri Boutaleb Skalli Benkirane Ouhabi
Jebali Ghannouchi Trabelsi Marzouki Chebbi Jlassi Gharbi Mejri Hammami Dridi Khelifi Ayari Mabrouk Sassi Bouzid Haddad Zribi Khoury Haddadin Abouzeid Elsayed Mansour
Conceição Carvalhal Vasconcelos Figueiredo Guimarães Cavaleiro Bragança Albuquerque Saldanha Quintela Cerqueira Magalhães Teixeira Nogueira Meireles Assunção Peixoto
Loureiro Cardoso Seabra Valadares Mascarenhas Furtado Semedo Varela Moniz Évora Fortes Delgado Pontes Querido Tavares Sanches Cabral Veiga Landim Correia Monteiro
Ouattara Coulibaly Traoré Keïta Sissoko Diarra Dembélé Sangaré Konaté Doumbia Koné Bamba Cissokho Niakaté Soumaré Diawara Gassama Kanouté Makadji Tounkara Wagué
Diallo Barry Baldé Sow Camara Sylla Bangoura Soumah Kourouma Condé Ndiaye Gueye Mbaye Thiam Faye Diouf Ndour Sarr Mbengue Niang Diagne Lo Fall Seck Wade Mbodj Dieng
Kouassi Kouadio N'Guessan Yapi Aka Assamoi Ehouman Gnahoré Zadi Tapé Séri Bédié Ahoussou Amangoua Adjovi Agbossou Dossou Houngbédji Ahouansou Zinsou Amoussou Kpodar
Lawson Agbodjan Mensah Amegan Kokou Atsou Tchangani Tchamdja Mbemba Massamba Loemba Makosso Nzaba Mouanda Bouanga Moukoko Ngoma Samba Malonga Nkounkou Okemba Itoua
Tshibangu Mukendi Kabongo Ilunga Mwamba Kasongo Mutombo Kalala Ngandu Tshimanga Mbuyi Lukusa Nsimba Makiadi Luzolo Mabiala Nlandu Kisimba Mbala Ntumba Muamba Kazadi
Nkurunziza Ndayishimiye Niyonzima Habimana Uwimana Mukamana Nshimiyimana Hakizimana Bizimana Ndikumana Mbarushimana Twagirayezu Mukagasana Rwigema Bigirimana Ndagijimana
Essomba Atangana Mbarga Ngono Owona Nkoulou Fouda Eyenga Abessolo Mvondo Tchoumi Kamdem Fotso Ngassa Djoumessi Nguemo Tagne Wandji Sokoudjou Talla Kuete Nzogang Mengue
Ondo Obiang Nguema Mba Ntoutoume Moussavou Mboumba Nzamba Boussougou Koumba Ogandaga Eyeghe Ekomie Assoumou Bekale Minko Ovono Ondimba Okouyi Mouloungui Madoungou
Abdallah Soilihi Attoumani Houmadi Madi Saïndou Boinali Bacar Combo Darouéchi Mlanao Moilimou Djoumoi Halidi Hamada Issouf Maoulida Mroivili Soulaimana Youssouffa
Hoareau Grondin Techer Dijoux Turpin Boyer Fontaine Maillot Rivière Lebon Sautron Vitry Ramin Moutoussamy Virapin Ramassamy Sinamalé Nagapin Ponin Coindin Armouet
Kowalczyk Wiśniewska Wójcik Kamińska Lewandowska Zielińska Szymańska Woźniak Dąbrowski Kozłowska Jankowska Mazurek Kwiatkowska Krawczyk Grabowska Nowakowska Pawłowska
Popescu Ionescu Dumitrescu Stănescu Gheorghiu Constantinescu Ciobanu Munteanu Rusu Șerban Lungu Ungureanu Moldoveanu Cojocaru Bălan Vlădescu Cristea Tudose Neagu Ilie
Krasniqi Gashi Berisha Morina Shala Hoxha Bytyqi Kryeziu Thaçi Zeqiri Petrović Jovanović Nikolić Marković Đorđević Stojanović Ilić Stanković Pavlović Milošević Kovačević
Hakobyan Sargsyan Harutyunyan Grigoryan Khachatryan Petrosyan Karapetyan Gevorgyan Beridze Kapanadze Gelashvili Maisuradze Lomidze Tsiklauri Kvaratskhelia Umarov Kadyrov
Singh Kaur Sandhu Dhillon Gill Sidhu Grewal Bajwa Chaudhry Mehmood Qureshi Siddiqui Ahmadzai Stanikzai Noorzai Rahimi Hosseini Mohammadi Rezaei Karimi Ahmadi Jafari
Zhang Wang Chen Liu Huang Zhao Zhou Guo Zheng Xie Tang Deng Xiao Cheng Cao Jiang Shen Takahashi Watanabe Yamamoto Nakamura Kobayashi Matsumoto Park Choi Jeong Kang Yoon
Gebremariam Tesfamichael Habtemariam Weldemichael Ghebreselassie Tekle Haile Kidane Abraha Negash Berhe Tsehaye Woldu Osman Farah Warsame Jama Mohamud Abdi Hersi Guled
Etcheverry Harispuru Irigaray Etxeberria Bidegain Elissalde Uhalde Goyhenetche Inchauspe Jauréguiberry Quéméneur Kervella Pouliquen Abgrall Guivarch Le Hénaff Kermarrec
Santoni Casanova Colonna Paoli Mattei Poggi Leca Giacobbi Ceccaldi Acquaviva Zuccarelli Geronimi Alfonsi Benedetti Filippi Albertini Luciani Orsoni Susini Pietri
"""

PRENOMS_D_AILLEURS = sorted(set(_PRENOMS.split()))
NOMS_D_AILLEURS = sorted(set(_NOMS.split()) - {"Le"})
"""In the order of the alphabet; the INSEE's lists know some of them."""
