"""The no-break spaces of French: put where they belong by scripts/typographie.py, and nowhere else."""

import ast
import subprocess
import sys

import pytest

NO_BREAK = "\u00a0"


@pytest.fixture(scope="module")
def typographie(root):
    """Return the script."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(root / "scripts")
        import typographie  # noqa: PLC0415 - it lies outside the packages

        yield typographie


def shown(text: str) -> str:
    """Make the no-break spaces of a text visible."""
    return text.replace(NO_BREAK, "~")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # The signs, after a word, a figure, a closing sign
        ('"Attention : vide"', '"Attention~: vide"'),
        ("'une ; deux'", "'une~; deux'"),
        ('"Vraiment ?"', '"Vraiment~?"'),
        ('"Fini !"', '"Fini~!"'),
        ('"Quoi ?! Non"', '"Quoi~?! Non"'),
        ('"Exemple :"', '"Exemple~:"'),
        ('"en 2026 : rien"', '"en 2026~: rien"'),
        ('"la date (jour) : 3"', '"la date (jour)~: 3"'),
        ('"100 % : tout"', '"100 %~: tout"'),
        ('"l\'été : oui"', '"l\'été~: oui"'),
        ('"(pourquoi ?)"', '"(pourquoi~?)"'),
        ('"« Qui ? »"', '"«~Qui~?~»"'),
        ('"trois… : rien"', '"trois…~: rien"'),
        # Guillemets
        ('"« a » : b"', '"«~a~»~: b"'),
        ('"(« a », « b »)"', '"(«~a~», «~b~»)"'),
        ('"« »"', '"«~»"'),
        # Strings that follow one another are one text
        ('("le mot"\n " : suite")', '("le mot"\n "~: suite")'),
        ('("dit « "  # why\n "rien »")', '("dit «~"  # why\n "rien~»")'),
        # Escape sequences count for what they stand for
        (r'"fin :\nsuite"', r'"fin~:\nsuite"'),
        (r'"fin\n : suite"', r'"fin\n : suite"'),
        (r'"\u00e9 : suite"', r'"\u00e9~: suite"'),
        (r'"mot\u00a0: suite"', r'"mot\u00a0: suite"'),
        (r'"\N{EURO SIGN} : suite"', r'"\N{EURO SIGN} : suite"'),
        (r'"un \"mot\" : suite"', r'"un \"mot\" : suite"'),
        # Text of several lines
        ('"""Pour :\n\n  « a » ; b\n"""', '"""Pour~:\n\n  «~a~»~; b\n"""'),
        ('{"a : b": "c ; d"}', '{"a~: b": "c~; d"}'),
    ],
)
def test_puts_a_no_break_space_before_a_sign(typographie, source, expected):
    assert shown(typographie.fix_python(f"x = {source}")) == f"x = {expected}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('def f():\n    return "a : b"', 'def f():\n    return "a~: b"'),
        ('"a : b".join(x)', '"a~: b".join(x)'),
        ('"""Doc : a."""\n\nx = "a : b"\n', '"""Doc : a."""\n\nx = "a~: b"\n'),
        ('# é\nx = "é : b"; y = "à ; c"', '# é\nx = "é~: b"; y = "à~; c"'),
        ('x = "a : b"\r\ny = "c ; d"\x0c\r\n', 'x = "a~: b"\r\ny = "c~; d"\x0c\r\n'),
    ],
)
def test_reads_a_module_as_it_is_written(typographie, source, expected):
    assert shown(typographie.fix_python(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('f"« {name} » : {why} ; fin"', 'f"«~{name}~»~: {why}~; fin"'),
        ('f"{a} : {b}"', 'f"{a}~: {b}"'),
        ('f"Total : {a:>10} : fin"', 'f"Total~: {a:>10}~: fin"'),
        ('f"{day:%H : %M} ?"', 'f"{day:%H : %M}~?"'),
        ("f\"{', '.join(a) if b else 'c : d'} ; e\"", "f\"{', '.join(a) if b else 'c : d'}~; e\""),
        ("f\"{a['x : y']} ; e\"", "f\"{a['x : y']}~; e\""),
        ("f\"{a!r} : {b['}']} ; {c[1 : 2]}\"", "f\"{a!r}~: {b['}']}~; {c[1 : 2]}\""),
        ('f"{{a}} : {b}"', 'f"{{a}} : {b}"'),
        ('f"{{ {a} : {b} }}"', 'f"{{ {a}~: {b} }}"'),
        ('f"{(lambda x : x)(1)} : {{"', 'f"{(lambda x : x)(1)}~: {{"'),
        ("f\"{a:{'>' if b else '<'}{width}} : c\"", "f\"{a:{'>' if b else '<'}{width}}~: c\""),
        ("f'''{\n  {'k' : 1}['k']\n} : c'''", "f'''{\n  {'k' : 1}['k']\n}~: c'''"),
        ('f"\\N{DASH}{a} : b"', 'f"\\N{DASH}{a}~: b"'),
        ('f"mot" " : {x} : y"', 'f"mot" " : {x} : y"'),
        ('F"é {a} : é" f" ; {b}"', 'F"é {a}~: é" f"~; {b}"'),
    ],
)
def test_leaves_the_fields_of_f_strings_alone(typographie, source, expected):
    assert shown(typographie.fix_python(f"x = {source}")) == f"x = {expected}"


@pytest.mark.parametrize(
    "source",
    [
        '"""Module : « a » ; b ?"""',
        'def f():\n    """Function : « a »."""\n    return 1',
        'class A:\n    x = 1\n    """Attribute : « a »."""\n\n    y = 2',
        "x = 1  # a : b ; « c »",
        "x = a[b : c]\nif x : pass\nlambda y : y",
        "x = 1",
        "",
    ],
)
def test_leaves_docstrings_comments_and_code_alone(typographie, source):
    assert typographie.fix_python(source) == source


@pytest.mark.parametrize(
    "source",
    [
        # Raw strings and bytes
        r're.compile(r"a : b ; (?:c) ?")',
        'rb"a : b"',
        'b"a ; b"',
        'rf"a : {b} ; c"',
        # What looks like code
        '"<a x : y> ; b"',
        '"<!-- a : b -->"',
        'f"<cpf:{a}>b : c</cpf:{a}>"',
        '"{} : {}"',
        '"{a : 1}"',
        '"SELECT a FROM b WHERE c = ? AND d ?"',
        '"if a == b : c"',
        '"lambda x : x"',
        '"f() : x"',
        # No word before, no end after, no single space
        '" : "',
        '": ; ?"',
        '"a  : b"',
        '"a :b"',
        '"a ;b"',
        '"a ?b"',
        '"/ : b"',
        '"- ? x"',
        '"https://exemple.fr/a?b=c;d:e"',
        '"12:30"',
        '"a: b; c? d!"',
        '"«a»"',
    ],
)
def test_leaves_what_is_not_french_prose_alone(typographie, source):
    assert typographie.fix_python(f"x = {source}") == f"x = {source}"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("Une date : 3 ; fin ?", "Une date~: 3~; fin~?"),
        ("**Attention** : « a »", "**Attention**~: «~a~»"),
        ("*a* ; __b__ : c", "*a*~; __b__ : c"),
        ("`--json` : le code `a : b`", "`--json`~: le code `a : b`"),
        ("``a ` : b`` ; c", "``a ` : b``~; c"),
        ("`a :\nb ; c` ; d", "`a :\nb ; c`~; d"),
        ("[un lien](a.md) : b", "[un lien](a.md)~: b"),
        ("[« a »](b.md) ; c", "[«~a~»](b.md)~; c"),
        ("[a : b](<c : d>)", "[a~: b](<c : d>)"),
        ("| a : b | « c » |\n| :--- | ---: |", "| a~: b | «~c~» |\n| :--- | ---: |"),
        ("# Titre : suite\n\n- a : b", "# Titre~: suite\n\n- a~: b"),
        ("<a id='x : y'></a>\n<!-- a : b -->\nc : d", "<a id='x : y'></a>\n<!-- a : b -->\nc~: d"),
        ("Avant :\n\n```json\na : b\n```\n\nAprès :", "Avant~:\n\n```json\na : b\n```\n\nAprès~:"),
        (
            "1. x :\n\n   ```\n   a : b\n   ```\n\n   y :",
            "1. x~:\n\n   ```\n   a : b\n   ```\n\n   y~:",
        ),
        ("````\n```\na : b\n```\n````\nc : d", "````\n```\na : b\n```\n````\nc~: d"),
        ("~~~\na : b", "~~~\na : b"),
        ("Un ` seul : b\n\nc ` : d", "Un ` seul~: b\n\nc ` : d"),
        ("Une ligne :\nl'autre", "Une ligne~:\nl'autre"),
    ],
)
def test_puts_no_break_spaces_in_pages(typographie, page, expected):
    assert shown(typographie.fix_markdown(page)) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<p>Une date : {{ day }} ; fin ?</p>", "<p>Une date~: {{ day }}~; fin~?</p>"),
        ("<b>Attention</b> : <i>ici</i>", "<b>Attention</b>~: <i>ici</i>"),
        ('<a title="a : b"\n href="?a : b">c :</a>', '<a title="a : b"\n href="?a : b">c~:</a>'),
        ('{% empty_state title="Rien ?" %}', '{% empty_state title="Rien~?" %}'),
        ('{% term "dépôt" %} : « a »', '{% term "dépôt" %}~: «~a~»'),
        ("{% if a == b %}<!-- a : b -->{% endif %}", "{% if a == b %}<!-- a : b -->{% endif %}"),
    ],
)
def test_puts_no_break_spaces_in_templates(typographie, template, expected):
    assert shown(typographie.fix_template(template)) == expected


def test_a_second_run_changes_nothing_and_the_code_means_the_same(typographie, root):
    for path, fix in typographie.targets(root):
        text = path.read_text(encoding="utf-8")
        fixed = fix(text)

        assert fix(fixed) == fixed, path
        assert fixed.replace(NO_BREAK, " ") == text.replace(NO_BREAK, " "), path
        if path.suffix == ".py":
            before, after = (ast.dump(ast.parse(code)) for code in (text, fixed))
            assert before.replace(r"\xa0", " ") == after.replace(r"\xa0", " "), path


def test_reports_and_mends_a_tree(typographie, tmp_path):
    modules, pages, decisions = tmp_path / "src", tmp_path / "docs", tmp_path / "docs" / "adr"
    for folder in (modules, decisions):
        folder.mkdir(parents=True)
    (modules / "a.py").write_text('"""A : b."""\n\nx = "a : b"\n', encoding="utf-8")
    (pages / "b.md").write_text("« c »\n", encoding="utf-8")
    (decisions / "c.md").write_text("« d »\n", encoding="utf-8")

    assert list(typographie.faults(tmp_path)) == ['src/a.py:3: x = "a : b"', "docs/b.md:1: « c »"]
    assert len(list(typographie.write(tmp_path))) == 2
    assert list(typographie.faults(tmp_path)) == []
    assert (modules / "a.py").read_text(encoding="utf-8") == (
        f'"""A : b."""\n\nx = "a{NO_BREAK}: b"\n'
    )
    assert list(typographie.write(tmp_path)) == []


def test_the_tree_has_every_no_break_space(root):
    run = subprocess.run(
        [sys.executable, root / "scripts" / "typographie.py", "--check"],
        capture_output=True,
        check=False,
        text=True,
    )

    assert run.returncode == 0, f"run make fix:\n{run.stdout}"
