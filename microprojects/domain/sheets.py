"""Sheets that come as CSV or XLSX: their limits, and each way in which one cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from microprojects.domain.errors import N_, Refusal

MEBIBYTE = 1024 * 1024
MOST_BYTES = 5 * MEBIBYTE
MOST_UNPACKED = 40 * MEBIBYTE  # of all parts of an XLSX file together
MOST_IN_PART = 4 * MEBIBYTE  # of a part that holds no cells
MOST_PARTS = 200
MOST_ROWS = 50_000
MOST_COLUMNS = 50
LAST_LINE = 1_048_576  # the last line of a sheet in any spreadsheet program
MOST_CELLS = 2 * MOST_ROWS * MOST_COLUMNS


@dataclass(frozen=True)
class Row:
    """One line that is not empty, and the texts of its cells; a formula begins with an equals sign."""

    line: int
    cells: tuple[str, ...]


class BadSheet(Refusal):
    """The file is no sheet that can be read."""

    code = "bad-sheet"
    status = 422
    message = N_("文件读不出来。请用表格软件打开，另存为 CSV UTF-8 或 XLSX，再选一次。")


class SheetEmpty(BadSheet):
    """There is nothing in the file."""

    code = "sheet-empty"
    message = N_("文件是空的。请选填好的表。")


class SheetTooLarge(BadSheet):
    """The file has more bytes than are read."""

    code = "sheet-too-large"
    message = N_("文件有 %(size)s MB，最多 %(limit)s MB。请只留要用的列，或分成几个文件导入。")


class SheetUnpacksTooLarge(BadSheet):
    """The XLSX file is small and unpacks into very much."""

    code = "sheet-unpacks-too-large"
    message = N_("这个 XLSX 文件展开后太大，最多 %(limit)s MB。请把内容复制到一张新表，另存后再选。")


class TooManyRows(BadSheet):
    """The sheet has more rows than are read."""

    code = "too-many-rows"
    message = N_("第 %(line)s 行已经超出：一个文件最多 %(limit)s 行。请分成几个文件导入。")


class TooManyColumns(BadSheet):
    """A line has more cells than are read."""

    code = "too-many-columns"
    message = N_("第 %(line)s 行有 %(have)s 列，最多 %(limit)s 列。请删掉用不上的列再导入。")


class IsUtf16(BadSheet):
    """The text is UTF-16, which spreadsheets call Unicode text."""

    code = "sheet-utf-16"
    message = N_("文件是 UTF-16 编码（“Unicode 文本”），从第 1 行起就读不了。请另存为 CSV UTF-8 再选。")


class UnknownEncoding(BadSheet):
    """Bytes of a line are neither UTF-8 nor GB 18030."""

    code = "sheet-encoding"
    message = N_("第 %(line)s 行的文字编码不对，既不是 UTF-8 也不是 GBK。请另存为 CSV UTF-8 再选。")


class HoldsNul(BadSheet):
    """The text holds a NUL character."""

    code = "sheet-nul"
    message = N_("第 %(line)s 行有空字符（NUL），文件可能坏了。请用表格软件打开，另存为 CSV UTF-8 再选。")


class BrokenQuotes(BadSheet):
    """The quotation marks of a line do not match, or a cell has no end."""

    code = "sheet-quotes"
    message = N_("从第 %(line)s 行起引号不成对，后面的读不出来。请检查这一行的引号，或另存为 XLSX 再选。")


class BrokenBook(BadSheet):
    """The file begins like an XLSX file and cannot be read to its end."""

    code = "sheet-broken"
    message = N_(
        "这个 XLSX 文件坏了，或没有传完整，从第 %(line)s 行起读不出来。请用表格软件打开，另存后再选。"
    )


class LockedBook(BadSheet):
    """The file is encrypted, or of the format before XLSX."""

    code = "sheet-locked"
    message = N_("文件加了密码，或是旧的 XLS 格式，读不了。请另存为不加密码的 XLSX 再选。")


class SeveralSheets(BadSheet):
    """More than one sheet of the book holds something."""

    code = "several-sheets"
    message = N_("文件里有 %(have)s 张表有内容，不知道用哪一张。请只留一张再选。")
