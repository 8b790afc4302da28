import decimal
import html
import json
import math

from IPython.display import display

SIX_DIGITS = decimal.Context(prec=6, rounding=decimal.ROUND_HALF_UP)


def shown(value):
    """A value for people. NULL is nothing; NaN was computed, and that was the result."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        number = SIX_DIGITS.create_decimal(repr(value)).normalize(SIX_DIGITS)
        if not number:
            return "0"
        return format(number, "f") if abs(math.log10(abs(number))) < 7 else str(number)
    return str(value)


def show(question):
    """Shows a DataFrame, or the answer to a question in SQL."""
    answer = spark.sql(question) if isinstance(question, str) else question
    rows = answer.collect()
    lines = [answer.columns] + [[shown(value) for value in row] for row in rows]
    count = f"{len(rows)} row" + ("" if len(rows) == 1 else "s")

    flat = [[" ".join(re.split(r"[\r\n]+", value)) for value in line] for line in lines]
    widths = [max(map(len, column)) for column in zip(*flat)]
    text = [
        "  ".join(value.ljust(width) for value, width in zip(line, widths)).rstrip()
        for line in flat
    ]

    table = ["<table>"]
    head = "".join(f"<th>{html.escape(name)}</th>" for name in answer.columns)
    table += [f"<thead><tr>{head}</tr></thead>", "<tbody>"]
    for row in rows:
        cells = ""
        for value in row:
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            side = "right" if number else "left"
            cells += f'<td style="text-align:{side}">{html.escape(shown(value))}</td>'
        table.append(f"<tr>{cells}</tr>")
    table += ["</tbody>", "</table>", f"<p>{count}</p>"]

    display({"text/plain": "\n".join(text + [count]), "text/html": "\n".join(table)}, raw=True)


def chart(question, specification):
    """Draws the answer to a question in SQL with Vega-Lite. JSON has no NaN: it is left out."""
    chart = json.loads(specification)
    chart["data"] = {
        "values": [
            {
                name: None if isinstance(value, float) and not math.isfinite(value) else value
                for name, value in row.asDict().items()
            }
            for row in spark.sql(question).collect()
        ]
    }
    display(
        {"text/plain": chart["description"], "application/vnd.vegalite.v5+json": chart},
        raw=True,
    )
