"""Uploaded tables: what is read, how errors are named, and the store."""

import gc
from string import Formatter
from threading import Thread

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lossviz import upload
from lossviz.upload import MESSAGES, NOTES, UploadError, UploadMissing, parse
from lossviz.upload.store import Store

FLOWERS = "sepal length,petal length,species\n5.1,1.4,setosa\n4.9,1.5,setosa\n6.0,4.5,virginica\n"
FLOWERS += "5.9,5.1,virginica\n"


def refused(text: str | bytes, label: str | int | None = None) -> UploadError:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(UploadError) as caught:
        parse(data, "t.csv", label)
    return caught.value


def read(text: str | bytes, label: str | int | None = None) -> upload.Table:
    return parse(text if isinstance(text, bytes) else text.encode(), "t.csv", label)


def test_a_plain_table():
    table = parse(FLOWERS.encode(), "C:\\data\\flowers.csv")
    assert table.values.tolist() == [[5.1, 1.4], [4.9, 1.5], [6.0, 4.5], [5.9, 5.1]]
    assert table.values.dtype == np.float64 and table.labels.dtype == np.int32
    assert table.labels.tolist() == [0, 0, 1, 1]
    assert table.class_names == ("setosa", "virginica")
    assert table.feature_names == ("sepal length", "petal length")
    assert (table.name, table.label_name, table.notes) == ("flowers.csv", "species", ())


@pytest.mark.parametrize(
    "data",
    [
        FLOWERS.encode("utf-8-sig"),
        FLOWERS.encode("utf-16"),
        b"\xfe\xff" + FLOWERS.encode("utf-16-be"),
        FLOWERS.replace("\n", "\r\n").encode(),
        FLOWERS.replace("\n", "\r").encode(),
        FLOWERS.replace(",", ";").encode(),
        FLOWERS.replace(",", "\t").encode(),
        FLOWERS.replace(",", ";").replace(".", ",").encode(),
        FLOWERS.replace(",", "\t").replace(".", ",").encode(),
        ("sep=;\r\n" + FLOWERS.replace(",", ";").replace(".", ",")).encode(),
        FLOWERS.replace("setosa", '"setosa"').replace("4.9", ' "4.9"').encode(),
        FLOWERS.replace("\n", ",,\n").encode(),
        ("\n\n" + FLOWERS + "\n,,\n\n").encode(),
    ],
    ids="bom utf16 utf16be crlf cr semicolon tab comma-decimal tab-comma-decimal sep= quotes "
    "empty-columns blank-lines".split(),
)
def test_the_same_table_in_other_dress(data):
    table, plain = read(data), read(FLOWERS)
    assert table.values.tolist() == plain.values.tolist()
    assert table.labels.tolist() == plain.labels.tolist()
    assert (table.columns, table.class_names) == (plain.columns, plain.class_names)


def test_without_a_header_columns_are_numbered():
    table = read(FLOWERS.split("\n", 1)[1])
    assert table.columns == ("x1", "x2", "x3")
    assert len(table.values) == 4


def test_a_header_of_numbers_is_seen_if_it_counts():
    assert read("0,1,target\n5,6,1\n7,8,1\n5,7,2\n8,8,2\n").feature_names == ("0", "1")
    # here the first row is data with a slip in it
    error = refused("abc,7.5,1\n5,6,1\n7,8,2\n5,7,2\n")
    assert (error.code, error.fields["line"], error.fields["value"]) == ("not-a-number", 1, "abc")


@pytest.mark.parametrize("label", ["species", 1, "1", " species "])
def test_the_label_column_by_name_or_number(label):
    table = read("species,a,b\nx,1,2\nx,2,3\ny,3,3\ny,4,1\n", label)
    assert table.label_name == "species"
    assert table.feature_names == ("a", "b")
    assert table.class_names == ("x", "y")


@pytest.mark.parametrize("label", ["kind", 0, 4, "-1", ""])
def test_a_label_column_that_is_not_there(label):
    error = refused(FLOWERS, label)
    assert error.code == "no-such-column"
    assert error.columns == ("sepal length", "petal length", "species")


def test_number_labels_are_unified_and_ordered_by_value():
    table = read("a,y\n1,10\n2,9.0\n3,9\n5,010\n7,2\n6,+2.\n")
    assert table.class_names == ("2", "9", "10")
    assert table.labels.tolist() == [2, 1, 1, 2, 0, 0]
    assert read("a,y\n1,0.5\n2,.5\n3,-1\n4,-1.0\n").class_names == ("-1", "0.5")


def test_number_labels_too_long_for_a_float_stay_apart():
    big = 2**53
    table = read(f"a,y\n1,{big}\n2,{big}\n5,{big + 1}\n4,{big + 1}\n")
    assert table.class_names == (str(big), str(big + 1))


def test_line_and_column_of_a_slip_are_named():
    rows = [f"{k},{k % 7},{'ab'[k % 2]}" for k in range(30)]
    rows[15] = "15,abc,b"
    error = refused("sepal width,petal width,kind\n" + "\n".join(rows))
    assert str(error) == "line 17, column ‘petal width’: ‘abc’ is not a number"
    assert error.code == "not-a-number"
    assert error.fields == {"line": 17, "column": "petal width", "value": "abc"}


def test_lines_are_counted_as_an_editor_does():
    text = 'a,"b\nlong\r\nname",y\n1,2,"p\nq"\n\n3,x,"p\nq"\n'
    assert refused(text).fields["line"] == 7
    assert refused(text.replace("\r\n", "\n").replace("\n", "\r")).fields["line"] == 7
    assert refused("sep=,\n" + text).fields["line"] == 8


@pytest.mark.parametrize(
    "cell",
    ["2024-01-31", "12%", '"1,234"', "1 000", "1_000", "0x1F", "nan", "inf", "１２", "NA", "½"],
)
def test_cells_that_are_no_plain_number(cell):
    error = refused(f"a,b,y\n{cell},1,p\n{cell},2,p\n{cell},1,q\n{cell},2,q\n")
    assert error.code in ("not-a-number", "text-column")
    assert (error.fields["line"], error.fields["column"]) == (2, "a")
    one = refused(f"a,b,y\n1,1,p\n2,2,p\n{cell},1,q\n3,2,q\n")
    assert (one.code, one.fields["line"], one.fields["column"]) == ("not-a-number", 4, "a")


def test_a_column_of_words_that_is_not_the_label_is_named():
    error = refused("kind,a\nred,1\nred,1\nblue,2\nblue,2\n")
    assert error.code == "text-column"
    assert error.fields == {"line": 2, "column": "kind", "value": "red"}
    assert error.columns == ("kind", "a")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a,b,y\n1,2,p\n1,,p\n", "empty-cell", 3),
        ("a,b,y\n1,2,p\n1,3,\n2,2,q\n", "empty-cell", 3),
        ("a,b,y\n1,2,p\n1,3\n", "ragged", 3),
        ("a,b,y\n1,2,p\n1,3,p,q\n", "ragged", 3),
        ("a;b;y\n1;2;p\n1;3;p;q\n", "ragged", 3),
        ("My table\na,b,y\n1,2,p\n", "ragged", 2),
        ("a,a,y\n1,2,p\n", "duplicate-name", 1),
        ("a,b,y\n1e400,2,p\n1,2,p\n", "too-large", 2),
        ("a;b;y\n1,5;2;p\n1.5;2;p\n", "mixed-decimals", 2),
        ("a,y\n1,p\n2,p\n3,q\n", "small-class", 4),
        ("a,y\n1," + "p" * 61 + "\n2,p\n", "long-label", 2),
        ("a,y\n1,p\n2,p\n", "one-class", None),
        ("a,y\n" + "".join(f"{k},{k // 2}\n" for k in range(42)), "too-many-classes", None),
        ("a,y\n" + "1,p\n" * 5001, "too-many-rows", 5002),
        ("1.5,p\n" * 5001, "too-many-rows", 5001),
        (",".join(f"c{k}" for k in range(201)), "too-many-columns", 1),
        ('a,b\n1,2\n1,"2\n3,4\n', "quotes", 3),
        ('a,b\n1,2\n1,"2"3\n3,4\n', "quotes", 3),
        ("a\n1\n2\n", "one-column", None),
        ("", "no-rows", None),
        (" \n\n", "no-rows", None),
        ("a,b,y\n", "no-rows", None),
        (b"a,b\n1,\xff\n", "encoding", 2),
        ("a,b\n1,\x00\n", "binary", 2),
        (b"PK\x03\x04anything", "workbook", None),
        (b"1" * (2 * 1024 * 1024 + 1), "too-big", None),
    ],
)
def test_what_is_refused(text, code, line):
    error = refused(text)
    assert error.code == code
    assert error.fields.get("line") == line
    assert line is None or f"line {line}" in str(error)


def test_the_limits_themselves_are_allowed():
    wide = ",".join(["1"] * 199)
    text = "".join(f"{wide},{k % 20}\n" for k in range(40))
    assert read(text).values.shape == (40, 199)
    assert len(read("a,y\n" + "1,p\n2,q\n" * 2500).values) == 5000


def test_a_cell_that_would_take_a_naive_pattern_forever():
    assert refused("a,y\n" + "1" * 100_000 + "x,p\n2,p\n").code == "not-a-number"


def test_constant_and_index_columns_are_answered_by_name():
    table = read(",a,b,y\n0,5,1,p\n1,5,2,p\n2,5,2,q\n3,5,1,q\n")
    assert table.feature_names == ("a", "b")
    assert [(n.code, n.fields) for n in table.notes] == [
        ("index-column", {"position": 1}),
        ("constant-column", {"column": "a"}),
    ]
    assert "‘a’" in str(table.notes[1])


def test_only_a_nameless_column_that_counts_is_an_index():
    counted = "n,a,y\n0,5,p\n1,5,p\n2,6,q\n3,6,q\n"
    assert read(counted).feature_names == ("n", "a")
    assert read(counted.replace("n,a", ",a").replace("3,6", "4,6")).feature_names == ("x1", "a")


def test_names_and_messages_hold_no_control_characters():
    table = read('"a\u202e\tb",y\n1,"p\x07"\n2,"p\x07"\n3,q\n4,q\n')
    assert table.feature_names == ("a b",)
    assert table.class_names == ("p", "q")
    error = refused("a,y\n" + "<script>\u202e" * 30 + ",p\n2,p\n3,q\n4,q\n")
    assert len(error.fields["value"]) <= 40 and "\u202e" not in str(error)


def test_every_message_can_be_filled_in():
    for template in (*MESSAGES.values(), *NOTES.values()):
        fields = {name for _, name, _, _ in Formatter().parse(template) if name}
        assert fields <= {
            "line", "column", "value", "count", "expected", "most", "position",
        }  # fmt: skip


@settings(max_examples=150, deadline=None, database=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(alphabet='01,;\t"\n\r.aé=-e ', max_size=120).map(str.encode),
    ),
    st.one_of(st.none(), st.integers(), st.text(max_size=5)),
)
def test_no_file_gives_anything_but_a_table_or_an_answer(data, label):
    try:
        table = parse(data, "x", label)
    except UploadError as error:
        assert error.code in MESSAGES and str(error)
    else:
        assert np.isfinite(table.values).all()
        assert np.bincount(table.labels).min() >= 2


def test_the_store_returns_what_it_was_given():
    key = upload.remember(read(FLOWERS))
    assert len(key) == 16 and set(key) <= set("0123456789abcdef")
    assert upload.recall(key).values.tolist() == read(FLOWERS).values.tolist()
    assert upload.remember(parse(FLOWERS.replace(",", ";").encode(), "other.csv")) == key
    assert upload.remember(read(FLOWERS.replace("5.1,1.4", "5.2,1.4"))) != key
    assert upload.remember(read(FLOWERS.replace("virginica", "lily"))) != key


def numbered(k: int, name: str = "t.csv") -> upload.Table:
    return parse(f"a,y\n{k},p\n2,p\n3,q\n4,q\n".encode(), name)


def room_for(count: int) -> Store:
    return Store(count * numbered(100).weight)


def test_a_table_weighs_what_its_numbers_and_names_take():
    def table(columns: int) -> upload.Table:
        row = ",".join(["1"] * columns)
        return read("".join(f"{row},{'pq'[k % 2]}\n" for k in range(1000)))

    few, many = table(10), table(110)
    assert few.weight >= few.values.nbytes + few.labels.nbytes == 1000 * (10 * 8 + 4)
    assert many.weight - few.weight >= 1000 * 100 * 8
    long = read("a" * 60 + ",y\n1,p\n2,p\n3,q\n4,q\n")
    assert long.weight >= numbered(1).weight + 59


def test_the_store_lets_the_table_go_that_was_used_longest_ago():
    store = room_for(3)
    keys = [store.keep(numbered(k)).key for k in range(100, 103)]
    store.recall(keys[0])
    store.keep(numbered(500))
    assert store.recall(keys[0]).values[0, 0] == 100
    assert store.recall(keys[2]).values[0, 0] == 102
    with pytest.raises(UploadMissing, match=keys[1]):
        store.recall(keys[1])
    with pytest.raises(KeyError):
        store.recall("0" * 16)


def test_a_table_that_somebody_holds_stays():
    store = room_for(3)
    held = store.keep(numbered(100))
    for k in range(200, 210):
        store.keep(numbered(k))
    assert store.recall(held.key) is held


def test_where_all_tables_are_held_another_is_refused_and_none_is_lost():
    store = room_for(3)
    held = [store.keep(numbered(k)) for k in range(100, 103)]
    with pytest.raises(UploadError, match="as many tables as it can") as caught:
        store.keep(numbered(500))
    assert caught.value.code == "full" and caught.value.columns == ("a", "y")
    assert [store.recall(table.key) for table in held] == held
    assert store.keep(numbered(101)).key == held[1].key  # there is one already
    del held[1]
    assert store.recall(store.keep(numbered(500)).key).values[0, 0] == 500


def test_a_table_larger_than_the_budget_is_refused():
    with pytest.raises(UploadError, match="as many tables as it can"):
        Store(1000).keep(numbered(100))


def test_what_only_a_dead_circle_holds_makes_room():
    class Session:
        def __init__(self, table):
            self.table, self.itself = table, self

    store = room_for(1)
    gc.disable()  # nobody collects it in between
    try:
        Session(store.keep(numbered(100)))
        assert store.keep(numbered(200)).values[0, 0] == 200
    finally:
        gc.enable()


def test_equal_tables_are_one_under_the_names_of_their_files():
    store = room_for(2)
    mine, yours = store.keep(numbered(100, "m.csv")), store.keep(numbered(100, "y.csv"))
    assert (mine.name, yours.name) == ("m.csv", "y.csv")
    assert mine.key == yours.key
    assert np.shares_memory(mine.values, yours.values)
    assert store.keep(yours) is yours
    others = [store.keep(numbered(200))]
    del mine  # the other session ends
    with pytest.raises(UploadError):
        others.append(store.keep(numbered(300)))
    assert store.recall(yours.key).values[0, 0] == 100


def test_the_store_is_shared_by_threads():
    store, failures = room_for(8), []

    def use(k: int) -> None:
        for n in range(20):
            try:
                held = store.keep(numbered(1000 + k % 6))
                assert store.recall(held.key).values[0, 0] == 1000 + k % 6
                store.recall(store.keep(numbered(n)).key)
            except (UploadMissing, UploadError):
                pass  # others may have pushed it out, or hold all there is room for
            except Exception as error:
                failures.append((n, error))

    threads = [Thread(target=use, args=(k,)) for k in range(12)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert failures == []
