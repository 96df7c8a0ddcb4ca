"""The batch story on Spark: the same stages, the same entities, on as many machines as there are.

    from translit.adapters.spark import normalise
    normalise(spark.read.parquet("people"), "name").write.parquet("people-with-entities")

Distinct names get keys (`mapInArrow`); names that share a key are compared, each block of them in portions, so a
crowded block (the Kims) is many small tasks and not one long one; links make components (a label that spreads by SQL
joins); and each component is gathered by the embedded engine. No name is collected on the driver, and the tables are
loaded once a worker process. Needs the extra `spark`, and translit installed on the workers.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from translit.batch.gather import entities_of, linked, nodes_of
from translit.batch.normalise import ADDED
from translit.clustering.meeting import PARTED
from translit.errors import InputError, MissingExtra
from translit.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

PORTION = 400
"""Names of one block in one task: two portions are 160,000 comparisons at most, a few seconds."""

BUCKET = 2000
"""Names gathered together in one task, some whole components: starting a task costs more than gathering ten names."""

HOMES = 200
"""A short name (a bare surname) is held against full names when so few bear the surname; more would never be one home."""

_DEFAULT = Settings()
_KEYED = "name string, key string, short boolean, script string, of string"
_FOUND = "name string, code string, content string, native string, label string, language string, confidence double"


def entities(frame: DataFrame, column: str, settings: Settings = _DEFAULT) -> DataFrame:
    """Each distinct name of a column with its number of rows and its entity, in no order.

    Columns: name, rows, canonical_id, native, label, language, confidence (0…1).
    """
    functions = _functions()
    if column not in frame.columns:
        raise InputError(f"the frame has no column {column!r}. Its columns are: {', '.join(frame.columns)}.")
    column_ = functions.trim(frame[f"`{column}`"].cast("string"))
    names = (
        frame.select(column_.alias("name"))
        .where("name != ''")
        .groupBy("name")
        .agg(functions.count("*").alias("rows"))
    )
    names = _kept(names)
    keyed = _kept(names.mapInArrow(partial(_keys, settings=settings), _KEYED))
    # names that are one but for case count once, as in `clustering.group`
    many = keyed.where("key like '=%'").select("key").distinct().count()
    components = _components(_links(keyed, settings), functions)
    placed = names.join(components, "name", "left").withColumn(
        "component", functions.coalesce("component", functions.col("name"))
    )
    buckets = functions.greatest(functions.lit(1), functions.ceil(functions.count("*") / BUCKET))
    total = placed.agg(buckets.alias("buckets"))
    found = (
        placed.crossJoin(functions.broadcast(total))
        .withColumn("bucket", functions.expr("pmod(xxhash64(component), buckets)"))
        .groupBy("bucket")
        .applyInArrow(lambda table: _gather(table, settings, many), _FOUND)
    )
    found = _kept(found)
    # Entities of equal content share a code; the embedded engine numbers them by their spellings, and so does this.
    numbered = found.select("code", "content").distinct()
    window = _window().partitionBy("code").orderBy("content")
    place = functions.row_number().over(window)
    numbered = numbered.select(
        "code",
        "content",
        functions.when(place == 1, functions.col("code"))
        .otherwise(functions.concat_ws("-", "code", place.cast("string")))
        .alias("canonical_id"),
    )
    return found.join(numbered, ["code", "content"]).join(names, "name").select("name", "rows", *ADDED)


def normalise(frame: DataFrame, column: str, settings: Settings = _DEFAULT) -> DataFrame:
    """The frame with five columns added: canonical_id, native, label, language, confidence; null where there is no name."""
    functions = _functions()
    taken = sorted(set(ADDED) & set(frame.columns))
    if taken:
        raise InputError(
            f"the frame has a column {taken[0]!r} already. Rename it: translit adds one of that name."
        )
    found = entities(frame, column, settings).drop("rows").withColumnRenamed("name", "_translit_name")
    key = functions.trim(frame[f"`{column}`"].cast("string"))
    return frame.join(found, key == found["_translit_name"], "left").drop("_translit_name")


# ---------------------------------------------------------------- links


def _links(keyed: DataFrame, settings: Settings) -> DataFrame:
    """Pairs of names (`left`, `right`) that must be gathered together."""
    functions = _functions()
    full = keyed.where("key not like 'home:%'")
    # a crowded key gives way to its finer ones, as in `clustering.meeting.parted`
    many = full.where("of = ''").groupBy("key").agg(functions.count("*").alias("many"))
    crowded = many.where(functions.col("many") > PARTED).select(functions.col("key").alias("crowd"))
    full = full.join(
        functions.broadcast(crowded), functions.expr("crowd = if(of = '', key, of)"), "left"
    ).where("of is null or (of = '') = (crowd is null)")
    sizes = full.groupBy("key").agg(functions.count("*").alias("size")).where("size > 1")
    portions = functions.ceil(functions.col("size") / PORTION).cast("long")
    placed = (
        full.join(sizes, "key")
        .withColumn("portions", portions)
        .withColumn("mine", functions.expr("pmod(xxhash64(name), portions)"))
        .withColumn("other", functions.explode(functions.expr("sequence(0L, portions - 1)")))
        .withColumn("one", functions.least("mine", "other"))
        .withColumn("two", functions.greatest("mine", "other"))
    )
    compared = placed.groupBy("key", "one", "two").applyInArrow(
        lambda key, table: _compared(key, table, settings), "left string, right string"
    )
    homes = keyed.where("key like 'home:%'")
    bearers = homes.where("not short").groupBy("key").agg(functions.count("*").alias("size"))
    few = homes.join(bearers.where(functions.col("size") <= HOMES), "key")
    short = few.where("short").select("key", functions.col("name").alias("left"))
    long = few.where("not short").select("key", functions.col("name").alias("right"))
    return _kept(compared.union(short.join(long, "key").select("left", "right")).distinct())


def _components(links: DataFrame, functions: Any) -> DataFrame:
    """The least name of each component, by name: the label goes to the neighbours until none changes."""
    both = _kept(links.union(links.select("right", "left").toDF("left", "right")).distinct())
    labels = both.groupBy("left").agg(functions.min("right").alias("near"))
    labels = _kept(
        labels.select(functions.col("left").alias("name"), functions.least("left", "near").alias("component"))
    )
    while True:
        near = (
            both.join(labels.withColumnRenamed("name", "right"), "right")
            .groupBy("left")
            .agg(functions.min("component").alias("near"))
            .withColumnRenamed("left", "name")
        )
        spread = labels.join(near, "name").select(
            "name",
            functions.col("component").alias("old"),
            functions.least("component", "near").alias("step"),
        )
        # A label is a name too: its own label is nearer to the end. So chains shrink by half, not by one.
        ahead = labels.select(functions.col("name").alias("step"), functions.col("component").alias("jump"))
        spread = _kept(
            spread.join(ahead, "step", "left").select(
                "name", "old", functions.least("step", functions.coalesce("jump", "step")).alias("component")
            )
        )
        if spread.where("old != component").isEmpty():
            return labels
        labels = spread.select("name", "component")


def _kept(frame: DataFrame) -> DataFrame:
    """The frame worked out once, its plan cut off: loops and joins would work it out again each time."""
    return frame.localCheckpoint(eager=True)


# ---------------------------------------------------------------- in the workers


def _keys(batches: Iterator[Any], settings: Settings) -> Iterator[Any]:
    """A row for each key of each name."""
    import pyarrow as pa

    for batch in batches:
        rows = nodes_of(batch.column("name").to_pylist(), settings)
        columns = list(zip(*rows, strict=True)) or [()] * 5
        kinds = (pa.string(), pa.string(), pa.bool_(), pa.string(), pa.string())
        arrays = [pa.array(list(column), kind) for column, kind in zip(columns, kinds, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, names=["name", "key", "short", "script", "of"])


def _compared(key: tuple[Any, ...], table: Any, settings: Settings) -> Any:
    """The pairs of one block, between two portions of it (or within one), that are linked."""
    import pyarrow as pa

    shared, one, two = (part.as_py() for part in key)
    rows = sorted(zip(table["name"].to_pylist(), table["mine"].to_pylist(), strict=True))
    size = table["size"][0].as_py() if table.num_rows else 0
    left = [name for name, portion in rows if portion == one]
    right = [name for name, portion in rows if portion == two] if one != two else left
    pairs = linked(left, right, shared, size, settings)
    return pa.table(
        {
            "left": pa.array([a for a, _ in pairs], pa.string()),
            "right": pa.array([b for _, b in pairs], pa.string()),
        }
    )


def _gather(table: Any, settings: Settings, many: int) -> Any:
    """The entities of some whole components."""
    import pyarrow as pa

    rows = entities_of(table["name"].to_pylist(), table["rows"].to_pylist(), settings, many)
    columns = list(zip(*rows, strict=True)) or [()] * 7
    kinds = [pa.string()] * 6 + [pa.float64()]
    titles = ["name", "code", "content", "native", "label", "language", "confidence"]
    return pa.table(
        {title: pa.array(list(c), kind) for title, c, kind in zip(titles, columns, kinds, strict=True)}
    )


def _functions() -> Any:
    try:
        from pyspark.sql import functions
    except ImportError as error:
        raise MissingExtra('Spark needs an extra: pip install "translit-names[spark]"') from error
    return functions


def _window() -> Any:
    from pyspark.sql import Window

    return Window
