"""The check of a downloaded public record: this one file and Python 3.11 or later, without the site, a database or the internet.

    python3 verify.py FOLDER                 the folder that holds manifest.json
    python3 verify.py FOLDER --lang en       in English
    python3 verify.py FOLDER --head HASH     the last entry must have this hash
    python3 verify.py FOLDER --key VKEY      checkpoints must be signed with this public key
    python3 verify.py FOLDER --printed N CODE         whether a code on paper is that of entry N, or of the seal over N
    python3 verify.py FOLDER --json          one JSON document
    python3 verify.py copy FOLDER            a published copy: every page and file, and the record in it
    python3 verify.py compare A B --record FOLDER     whether two checkpoints are of one history
    python3 verify.py watch URL --keep FOLDER         whether a site only added to what was seen last

Only `watch` uses the internet. It exits 0 when all of it holds, 1 naming what does not, 2 when it cannot be read. It shares
nothing with the code of the site: every fingerprint and every count is worked out again from the files. They are read
piece by piece: a record may be larger than the memory. Read it from the end: `FOLDER_CHECKS` and `POLL_CHECKS` list what
is checked.

Source: RFC 8785 (canonical JSON); Peters, Pierczynski, Skowron, NeurIPS 2021 (equal shares);
Los, Christoff, Grossi, IJCAI 2022 (Phragmen's rule); RFC 8032 (Ed25519); RFC 9162 (the tree);
C2SP signed-note and tlog-checkpoint.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import http.client
import io
import json
import os
import re
import sys
import unicodedata
import urllib.error
import urllib.request
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache
from itertools import islice, zip_longest
from pathlib import Path
from typing import IO, Any

Document = dict[str, Any]
LARGEST, DEEPEST = 2**53 - 1, 32
HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
DICE = re.compile(r"[1-6]{20}", re.ASCII)
PATH = re.compile(r"[a-z0-9_-]+(\.[a-z0-9]+)*(/[a-z0-9_-]+(\.[a-z0-9]+)*)*", re.ASCII)

COUNTED = ("ballots.jsonl", "closing.json", "result.json", "vote.pb")
POLL_FILES = "|".join(map(re.escape, ("spec.json", "commitments.jsonl", *COUNTED)))
FILES = re.compile(
    rf"entries\.jsonl|checkpoints\.txt|log\.vkey|verify\.py|disclosures\.jsonl|disclosures/[0-9]+\.json|reports/[0-9]+\.json|minutes/[0-9]+-[0-9]+\.txt|tables/[a-z_]+\.(?:csv|json)|polls/[0-9]+/({POLL_FILES})",
    re.ASCII,
)

# What is said, in Chinese and in English.
WORDS = {
    "all-well": (
        "全部对得上：%(files)s 个文件、%(count)s 条流水、%(polls)s 次计票。最后一条的记账码是 %(code)s。",
        "All of it holds: %(files)s files, %(count)s entries, %(polls)s counts. The last entry is %(code)s.",
    ),
    "agrees-well": (
        "这份下载自己前后对得上：%(files)s 个文件、%(count)s 条流水、%(polls)s 次计票，最后一条的记账码是 %(code)s。"
        "没有封账，也没有指定公钥：有没有人把它整份重写过，证明不了。",
        "The download agrees with itself: %(files)s files, %(count)s entries, %(polls)s counts; the last entry is %(code)s."
        " Without a checkpoint and a key it proves nothing about whether all of it was written anew.",
    ),
    "chain-well": (
        "一共 %(count)s 条流水，从头到尾接得上。最后一条的记账码是 %(code)s。",
        "%(count)s entries, linked from first to last. The last entry is %(code)s.",
    ),
    "files-well": ("%(n)s 个文件都和清单一样。", "All %(n)s files are as the list says."),
    "poll-running": (
        "投票 %(poll)s 还没有计票：规则和已公布的 %(n)s 个回执号对得上。",
        "Poll %(poll)s is not counted: its rule and %(n)s published receipts hold.",
    ),
    "poll-well": (
        "投票 %(poll)s：%(ballots)s 张票都打开核对过，另有 %(gone)s 个回执号被代替或撤回；重新计票，选上 %(chosen)s，一样。",
        "Poll %(poll)s: %(ballots)s ballots opened and checked, %(gone)s more receipts were replaced or taken back;"
        " counted again, %(chosen)s won, the same.",
    ),
    "nobody": ("（没有）", "(none)"),
    "audits-well": (
        "抽查审计 %(n)s 次，名单都定在掷骰子以前，重新抽一遍，抽中的一样。",
        "All %(n)s sampled audits were drawn again: each list was fixed before its dice, and the same projects come out.",
    ),
    "money-well": (
        "付款 %(n)s 笔，退回、追回 %(k)s 笔：哪个项目退回的都没有超过付出的，按审计追回的没有超过审计查出的。",
        "%(n)s payments, %(k)s recoveries: no project took back more than was paid, nor for an audit more than it found.",
    ),
    "disclosures-well": (
        "%(n)s 份公开的记账码和公布时间都和流水一样，一份不缺；另有 %(gone)s 份撤下了，只留记账码。",
        "Fingerprint and time of all %(n)s disclosures are as the journal says, none is missing;"
        " %(gone)s more were taken down and left their fingerprints.",
    ),
    "reports-well": (
        "%(n)s 份年度报告和流水里的记账码一样，一份不缺。",
        "All %(n)s reports of years are as the journal says, and none is missing.",
    ),
    "sealed-well": (
        "%(n)s 次封账的签名都对，流水和封账时一样；最后一次封到第 %(size)s 条。%(whence)s",
        "The signatures of all %(n)s checkpoints hold, and so do the entries under them; the last is over %(size)s."
        " %(whence)s",
    ),
    "key-pinned": ("用的是您指定的公钥。", "The key is the one that you named."),
    "key-found": (
        "公钥是下载里带的，这份下载自己证明不了它是谁的：请从别处得到公钥，用 --key 指定。",
        "The key came with the download, which cannot prove whose it is: get the key elsewhere and name it by --key.",
    ),
    "sealed-after": (
        "最后一次封账以后又有 %(n)s 条流水（到 %(last)s 为止），还没有封进去，改了也查不出：过些时候再下载一次。",
        "%(n)s entries came after the last checkpoint (until %(last)s); it does not cover them: download again later.",
    ),
    "sealed-long-ago": (
        "最后一次封账封到第 %(size)s 条，后面 %(n)s 条从 %(since)s 到 %(last)s，超过 %(hours)s 小时没有封账："
        "后来的封账被拿掉了，或网站停了封账。没封的这些条，改了也查不出。",
        "The last checkpoint is over %(size)s entries, and the %(n)s after it reach from %(since)s to %(last)s, more than"
        " %(hours)s hours without one: later checkpoints were taken away, or the site stopped signing. What is not sealed"
        " may have been changed.",
    ),
    "printed-entry": (
        "纸上的记账码对得上：第 %(n)s 条流水就是 %(code)s。",
        "The code on paper holds: entry %(n)s is %(code)s.",
    ),
    "printed-root": (
        "纸上的封账码对得上：前 %(n)s 条流水封的就是 %(code)s。",
        "The code on paper holds: the seal over the first %(n)s entries is %(code)s.",
    ),
    "printed-other": (
        "纸上印的第 %(n)s 条是 %(code)s，这份下载里第 %(n)s 条的记账码是 %(hash)s，封到第 %(n)s 条的封账码是 %(root)s："
        "都对不上。先看有没有抄错；没有抄错，流水在打印以后被改过。",
        "On paper %(n)s goes with %(code)s; here entry %(n)s is %(hash)s, and the seal over %(n)s entries is %(root)s."
        " Look whether it was copied rightly; if so, the journal was changed after it was printed.",
    ),
    "printed-beyond": (
        "纸上印到第 %(n)s 条，这份下载里接得上的流水只有 %(count)s 条：下载比纸旧，或有记录被拿掉了。",
        "The paper tells of entry %(n)s, and %(count)s entries of this download hold: it is older than the paper, or entries"
        " were taken away.",
    ),
    "printed-form": (
        "--printed 后面要写第几条和纸上的码，比如 --printed 846 3f2a-91bc，码至少 8 位：%(told)s 看不懂。",
        "After --printed stand the number and the code from the paper, such as --printed 846 3f2a-91bc, with at least"
        " 8 digits: %(told)s cannot be read.",
    ),
    "copy-well": (
        "这份副本的 %(files)s 个文件都和签过名的清单一样，没有多，也没有少；清单是 %(at)s 的。%(whence)s",
        "All %(files)s files of this copy are as in the signed list, none more and none less; it is of %(at)s. %(whence)s",
    ),
    "copy-agrees": (
        "这份副本的 %(files)s 个文件都和清单一样。清单没有签名，或不知道公钥：有没有人连清单一起改过，证明不了。",
        "All %(files)s files of this copy are as in its list. The list is not signed, or the key is not known: whether"
        " somebody changed both is not proved.",
    ),
    "copy-not-here": (
        "%(source)s 里没有 copy.json，不是一份网站副本。请指到副本最外面的文件夹。",
        "%(source)s has no copy.json, so it is no published copy. Name its outermost folder.",
    ),
    "copy-list": (
        "copy.json 读不懂，被改过或没有下载完整。请重新下载。",
        "copy.json cannot be understood: it was changed or is not whole. Download it again.",
    ),
    "copy-part": (
        "这份副本正在更新，或上次更新断了：请过一会儿再取一次。",
        "This copy is being renewed, or the last run was broken off: fetch it again later.",
    ),
    "correct-empty": (
        "第 %(seq)s 条流水说公开内容更正了，却没有新的一版：更正一定要有新的一版。",
        "Entry %(seq)s tells of a correction without a new version: there is none without one.",
    ),
    "minutes-twice": (
        "第 %(seq)s 条流水又定稿了一遍 %(file)s：一版只能定稿一次，改了的是新的一版。",
        "Entry %(seq)s approves %(file)s once more: a version is approved once, and other words are another version.",
    ),
    "row-twice": (
        "表 %(table)s 里 %(row)s 有两行：多了一行。",
        "Table %(table)s has two rows for %(row)s: one was added.",
    ),
    "vote-twice": (
        "第 %(seq)s 条流水把第 %(vote)s 次表决又记了一遍结果：一次表决只能有一个结果，重新清点要另开一次。",
        "Entry %(seq)s tells of another count of vote %(vote)s: a vote has one count, and who counts again opens a new one.",
    ),
    "list-signed": (
        "清单是签名的那一份：每个文件都和网站交出来的时候一样（%(whence)s）。",
        "The list is the one that was signed: every file is as the site gave it out (%(whence)s).",
    ),
    "list-note-gone": (
        "清单没有签名（manifest.note 不见了），可这个网站有签名用的钥匙：签名被拿掉了。请从网站重新下载。",
        "The list is not signed (manifest.note is gone), yet this site has a key: the signature was taken away. Download it again.",
    ),
    "list-note-form": (
        "manifest.note 的写法不对。请重新下载。",
        "manifest.note is not written as it must be. Download it again.",
    ),
    "list-note": (
        "manifest.json 不是签名的那一份：文件或清单在签名以后被改过，或是别的钥匙签的。",
        "manifest.json is not the one that was signed: files or the list were changed after that, or another key signed it.",
    ),
    "copy-note-gone": (
        "副本的清单没有签名（copy.note 不见了），可这个网站有签名用的钥匙：签名被拿掉了。",
        "The list of the copy is not signed (copy.note is gone), yet this site has a key: the signature was taken away.",
    ),
    "copy-note-form": (
        "copy.note 的写法不对。请重新下载。",
        "copy.note is not written as it must be. Download it again.",
    ),
    "copy-note": (
        "copy.json 不是签名的那一份：清单在签名以后被改过，或是别的钥匙签的。",
        "copy.json is not the one that was signed: the list was changed after that, or another key signed it.",
    ),
    "copy-changed": (
        "副本里的 %(file)s 和清单不一样：被改过。",
        "%(file)s in the copy is not as listed: it was changed.",
    ),
    "copy-gone": (
        "副本里的 %(file)s 不见了：清单里有，文件夹里没有。",
        "%(file)s is gone from the copy: the list has it, the folder has not.",
    ),
    "copy-added": (
        "副本里的 %(file)s 不在清单里，是后来加进来的。",
        "%(file)s is in the copy and not on its list: it was added.",
    ),
    "copy-more": ("这样的文件还有 %(n)s 个。", "There are %(n)s more such files."),
    "not-sealed": (
        "这份下载里没有封账，只查了流水前后接不接得上。全部重写过的流水，这样查不出来。",
        "There is no checkpoint in this download: only the links of the journal were checked,"
        " and a journal that was written anew as a whole would pass.",
    ),
    "sealed-gone": (
        "指定了公钥，下载里却没有封账：封账被拿掉了。",
        "A key was named, and the download has no checkpoint: they were taken away.",
    ),
    "key-form": ("公钥 %(word)s 的写法不对。", "%(word)s is no public key."),
    "key-other": (
        "下载里的公钥不是您指定的那个：不是这个网站封的账，或换过钥匙。",
        "The key in the download is not the one that you named: somebody else signed, or the key was changed.",
    ),
    "seal-form": (
        "%(file)s 里第 %(n)s 份封账的写法不对。",
        "Checkpoint %(n)s in %(file)s is not written as it must be.",
    ),
    "seal-signature": (
        "封到第 %(size)s 条的账，签名不对：不是用这把钥匙签的，或签后改过。",
        "The signature of the checkpoint over %(size)s entries is false: another key made it, or it was changed.",
    ),
    "seal-order": (
        "封到第 %(size)s 条的账排错了位置：封账要一次比一次长。",
        "The checkpoint over %(size)s entries is out of order: each must be over more entries than the one before.",
    ),
    "seal-beyond": (
        "封账封到第 %(size)s 条，流水却只有 %(count)s 条：有记录被拿掉了。",
        "A checkpoint is over %(size)s entries, and the journal has %(count)s: entries were taken away.",
    ),
    "seal-root": (
        "流水的前 %(size)s 条和封账时的不一样：从第 %(seq)s 条起，有记录被改过、拿掉过或换过位置，然后全部重新接过。",
        "The first %(size)s entries are not those that were signed: from entry %(seq)s on something was changed, taken"
        " away or moved, and all of it linked anew.",
    ),
    "entry-time": (
        "第 %(seq)s 条流水的时间比前面的早：时间被改过。",
        "Entry %(seq)s is earlier than one before it: its time was changed.",
    ),
    "disclosure-list": (
        "disclosures.jsonl 第 %(line)s 行的写法不对，或排错了位置。",
        "Line %(line)s of disclosures.jsonl is not written as it must be, or is out of order.",
    ),
    "disclosure-time": (
        "公开 %(id)s 说是 %(told)s 公布的，流水第 %(seq)s 条记的却是 %(found)s：公布时间被改过。",
        "Disclosure %(id)s says it was published at %(told)s, and entry %(seq)s says %(found)s: it was dated anew.",
    ),
    "disclosure-entry": (
        "公开 %(id)s 的记账码不在流水第 %(seq)s 条里。",
        "The fingerprint of disclosure %(id)s is not in entry %(seq)s.",
    ),
    "disclosure-missing": (
        "流水第 %(seq)s 条里记着一份公开，清单里却没有它：被拿掉了。",
        "Entry %(seq)s tells of a disclosure that is not on the list: it was taken away.",
    ),
    "disclosure-down": (
        "公开 %(id)s 说是 %(told)s 撤下的，流水里那时没有撤下它这件事，或撤下了却还在。",
        "Disclosure %(id)s is said to be taken down at %(told)s; the journal does not tell that it was, or it is still there.",
    ),
    "disclosure-up": (
        "流水第 %(seq)s 条撤下了公开 %(id)s，清单里却没有写撤下。",
        "Entry %(seq)s took disclosure %(id)s down, and the list does not say so.",
    ),
    "disclosure-kind": (
        "公开 %(id)s 在清单里的类别、第几版、项目，和它的文件或流水第 %(seq)s 条不一样：清单被改过。",
        "Kind, version or project of disclosure %(id)s in the list are not those of its file or of entry %(seq)s: the list"
        " was changed.",
    ),
    "disclosure-version": (
        "公开 %(id)s 写着第 %(told)s 版，按次序应当是第 %(wanted)s 版：有一版被拿掉了，或版次被改过。",
        "Disclosure %(id)s says version %(told)s where %(wanted)s must come: a version was taken away, or renumbered.",
    ),
    "disclosure-order": (
        "公开 %(id)s 比同一项目里排在它前面的早公布：编号被换过。",
        "Disclosure %(id)s was published before those of its project that stand before it: the numbers were exchanged.",
    ),
    "report": (
        "%(file)s 和流水对不上：这份年度报告被改过，或没有公布过。",
        "%(file)s does not agree with the journal: the report of a year was changed, or was never published.",
    ),
    "report-missing": (
        "流水第 %(seq)s 条公布了一份年度报告，这里却没有它：被拿掉了。",
        "Entry %(seq)s published the report of a year that is not here: it was taken away.",
    ),
    "minutes-well": (
        "%(n)s 份会议记录的记账码和定稿时一样，一份不缺。",
        "The fingerprints of all %(n)s minutes are those with which they were approved, and none is missing.",
    ),
    "minutes-text": (
        "%(file)s 和流水对不上：这份公开的会议记录被改过，或没有定过稿。",
        "%(file)s does not agree with the journal: these minutes were changed, or were never approved.",
    ),
    "minutes-missing": (
        "流水第 %(seq)s 条定稿了一份会议记录，这里却没有 %(file)s：被拿掉了。",
        "Entry %(seq)s approved minutes, and %(file)s is not here: it was taken away.",
    ),
    "body-place": (
        "disclosures.jsonl 说公开 %(id)s 的 %(column)s 是“%(told)s”，公开本身写的是“%(found)s”。",
        "disclosures.jsonl says “%(told)s” for %(column)s of disclosure %(id)s, and the disclosure itself says “%(found)s”.",
    ),
    "tables-well": (
        "%(n)s 张表、%(rows)s 行都看过：项目、公开、异议、表决、投票、安排、合同、变更、验收、付款、退回和流水、公开的内容"
        "一样，一行不多，一行不少。",
        "All %(n)s tables with %(rows)s rows were looked at: projects, disclosures, objections, votes, polls, allocations,"
        " contracts, changes, inspections, payments and recoveries are as the journal and the disclosures say, no row too many,"
        " none missing.",
    ),
    "tables-none": (
        "这份下载里没有表，没有和流水比。",
        "There are no tables in this download, so none were compared with the journal.",
    ),
    "table-form": (
        "tables/%(table)s.json 不是一张表：被改坏了，请重新下载。",
        "tables/%(table)s.json is no table. Download it again.",
    ),
    "table-forms": (
        "tables/%(table)s.csv 和 tables/%(table)s.json 从第 %(line)s 行起不一样：有一份被改过。",
        "tables/%(table)s.csv and tables/%(table)s.json differ from row %(line)s on: one of them was changed.",
    ),
    "row-entry": (
        "表 %(table)s 里 %(row)s 的 %(column)s 是“%(found)s”，流水第 %(seq)s 条记的是“%(told)s”：表被改过。",
        "In table %(table)s, %(column)s of %(row)s is “%(found)s”; entry %(seq)s says “%(told)s”: the table was changed.",
    ),
    "row-file": (
        "表 %(table)s 里 %(row)s 的 %(column)s 是“%(found)s”，%(file)s 里是“%(told)s”：表被改过。",
        "In table %(table)s, %(column)s of %(row)s is “%(found)s”; %(file)s says “%(told)s”: the table was changed.",
    ),
    "row-sum": (
        "表 %(table)s 里 %(row)s 的 %(column)s 是 %(found)s，按流水加起来是 %(told)s：表被改过。",
        "In table %(table)s, %(column)s of %(row)s is %(found)s; the journal adds up to %(told)s: the table was changed.",
    ),
    "row-alone": (
        "表 %(table)s 里有 %(row)s，流水里没有一条记过它：是流水外加进去的。",
        "Table %(table)s has %(row)s, and no entry of the journal tells of it: it was added past the journal.",
    ),
    "entry-alone": (
        "流水第 %(seq)s 条（%(verb)s）记的 %(row)s，表 %(table)s 里没有：被拿掉了。",
        "Entry %(seq)s (%(verb)s) tells of %(row)s, which table %(table)s has not: it was taken away.",
    ),
    "row-count": (
        "项目 %(row)s：流水里记了 %(told)s 件 %(what)s，表 %(table)s 里有 %(found)s 件。",
        "Project %(row)s: the journal tells of %(told)s %(what)s, and table %(table)s has %(found)s.",
    ),
    "row-reply": (
        "表 %(table)s 里 %(row)s 的 %(column)s，记账码不在项目 %(project)s 的流水里：答复被改过。",
        "The fingerprint of %(column)s of %(row)s in table %(table)s is in no entry of project %(project)s: it was changed.",
    ),
    "watch-first": (
        "第一次看这份流水：封到第 %(size)s 条。已存下，以后每次都和它比。",
        "Seen for the first time: %(size)s entries. It is kept, and compared from now on.",
    ),
    "watch-none": (
        "%(address)s 还没有封过账。请过些时候再看。",
        "%(address)s has signed nothing yet. Look again later.",
    ),
    "watch-same": ("和上次一样，封到第 %(size)s 条。", "The same as last time: %(size)s entries."),
    "watch-more": (
        "从第 %(old)s 条长到第 %(size)s 条，前面的一条没变。已存下。",
        "It grew from %(old)s to %(size)s entries, and nothing before was changed. It is kept.",
    ),
    "watch-shrunk": (
        "警报：上次封到第 %(old)s 条，现在只到第 %(size)s 条。有记录被拿掉了！",
        "ALARM: last time it was over %(old)s entries, now over %(size)s. Entries were taken away!",
    ),
    "watch-fork": (
        "警报：同样是前 %(size)s 条，两份封账不一样。流水有两个版本，给不同的人看！",
        "ALARM: two different checkpoints over the same %(size)s entries. There are two versions of the journal!",
    ),
    "watch-rewritten": (
        "警报：从第 %(old)s 条到第 %(size)s 条，证明接不上。前面的记录被改过！",
        "ALARM: there is no proof from %(old)s to %(size)s entries. What was signed before was rewritten!",
    ),
    "watch-key": (
        "警报：封账的公钥换了。存着的是 %(old)s，现在是 %(new)s。请打电话问清楚，别只看网站。",
        "ALARM: the key was changed. %(old)s was kept, now it is %(new)s. Ask by telephone, not on the site.",
    ),
    "watch-net": (
        "%(address)s 取不到（%(why)s）。请检查网络，再试一次。",
        "%(address)s cannot be fetched (%(why)s). Check the network and try again.",
    ),
    "watch-kept": (
        "%(folder)s 里存着的东西读不出来（%(why)s）。请换一个文件夹，或把它找回来。",
        "What is kept in %(folder)s cannot be read (%(why)s). Name another folder, or restore it.",
    ),
    "compare-same": (
        "两份封账是同一份，封到第 %(size)s 条。",
        "Both are the same checkpoint, over %(size)s entries.",
    ),
    "compare-well": (
        "两份封账是同一份流水：第 %(old)s 条和第 %(size)s 条，都和这份下载一样。",
        "Both belong to one history: over %(old)s and %(size)s entries, as in this download.",
    ),
    "compare-unsigned": (
        "没有公钥，签名没有查：请用 --key 指定。",
        "There was no key, so the signatures were not checked: name it by --key.",
    ),
    "compare-origin": (
        "两份封账不是同一个网站的：%(old)s 和 %(new)s。",
        "The two checkpoints are of different logs: %(old)s and %(new)s.",
    ),
    "compare-lacks": (
        "两份封账长短不同，要有流水才能比：请用 --record 指一份下载后解开的文件夹，至少有 %(size)s 条。",
        "The two are over different numbers of entries; name a download of at least %(size)s entries by --record.",
    ),
    "not-here": (
        "%(source)s 里没有 manifest.json，不是一份完整的下载。请指到下载后解开的文件夹。",
        "%(source)s has no manifest.json, so it is no whole download. Name the folder that was unpacked.",
    ),
    "no-record": (
        "%(source)s 里没有一条流水。请重新下载，或换一个文件。",
        "%(source)s holds no entry. Download it again.",
    ),
    "unreadable": (
        "%(file)s 读不出来（%(why)s）。请重新下载。",
        "%(file)s cannot be read (%(why)s). Download it again.",
    ),
    "manifest": (
        "manifest.json 被改过，或没有下载完整。请重新下载。",
        "manifest.json was changed or is not whole. Download it again.",
    ),
    "newer": (
        "这份下载的格式比这个程序新。请用下载里的 verify.py。",
        "This download is of a newer form. Use the verify.py that came with it.",
    ),
    "gone": (
        "%(file)s 不见了：清单里有，文件夹里没有。",
        "%(file)s is gone: the list has it, the folder has not.",
    ),
    "short": (
        "%(file)s 没有下载完整：应有 %(told)s 字节，只有 %(found)s 字节。请重新下载。",
        "%(file)s is cut off: %(told)s bytes are listed, %(found)s are there. Download it again.",
    ),
    "line-ends": (
        "%(file)s 的换行被换过（CRLF）。请原样下载，不要用编辑器另存。",
        "The line ends of %(file)s were changed (CRLF). Download it as it is; do not save it from an editor.",
    ),
    "changed": ("%(file)s 和清单不一样：被改过。", "%(file)s is not as listed: it was changed."),
    "not-listed": ("%(file)s 不在清单里，是后来加进来的。", "%(file)s is not on the list: it was added."),
    "unknown-file": (
        "%(file)s 不是这个程序认识的文件，没有查。请用更新的 verify.py。",
        "%(file)s is no file that this program knows, so it was not checked. Use a newer verify.py.",
    ),
    "too-early": (
        "投票 %(poll)s 在流水里还没有计票，却已经有 %(file)s。",
        "The journal has no count of poll %(poll)s, yet there is %(file)s.",
    ),
    "not-canonical": (
        "%(file)s 第 %(line)s 行读不懂，或被重新排过版。",
        "Line %(line)s of %(file)s cannot be read, or was written in another form.",
    ),
    "entry-form": (
        "第 %(seq)s 条流水读不懂，或被重新排过版。",
        "Entry %(seq)s cannot be read, or was written in another form.",
    ),
    "entry-place": (
        "第 %(seq)s 条流水缺了，或排错了位置。",
        "Entry %(seq)s is missing or in the wrong place.",
    ),
    "entry-link": (
        "第 %(seq)s 条流水接不上前一条：前面被换过。",
        "Entry %(seq)s does not follow the one before it.",
    ),
    "entry-hash": (
        "第 %(seq)s 条流水的内容和记账码对不上：被改过。",
        "Entry %(seq)s is not what its hash says: it was changed.",
    ),
    "head": (
        "流水的最后一条不是 %(told)s：末尾被剪掉，或被换过。",
        "The last entry is not %(told)s: the end was cut off or replaced.",
    ),
    "story": (
        "投票 %(poll)s 的流水顺序不对：开始、公布、截止、抽签、计票、确认要一步接一步，各一次。",
        "The entries of poll %(poll)s are out of order: opening, batches, closing, lot, count, signatures.",
    ),
    "audit-list": (
        "第 %(seq)s 条流水定下的抽查名单不对：要按编号排、不重复，记账码、要抽的个数都要对，一份只定一次。",
        "The list of entry %(seq)s cannot be right: sorted, no number twice, its hash and the size of its sample, once.",
    ),
    "audit-draw": (
        "第 %(seq)s 条流水的抽查审计算不出同样的结果：要先有名单，由骰子定，只抽一次。",
        "The draw of entry %(seq)s does not follow from a list that was fixed before it and the dice, once.",
    ),
    "money-back": (
        "第 %(seq)s 条流水退回来的钱，比这个项目在这以前付出的多，或者金额写得不对。",
        "More came back by entry %(seq)s than its project had paid until then, or the amount is no amount.",
    ),
    "money-found": (
        "第 %(seq)s 条流水按审计追回的钱，比审计查出要退的多。",
        "More came back for an audit by entry %(seq)s than the audit had found.",
    ),
    "no-opening": (
        "投票 %(poll)s 有文件，流水里却没有它的开始。",
        "Poll %(poll)s has files, and the journal no opening of it.",
    ),
    "spec-hash": (
        "投票 %(poll)s 的规则和开始时记下的不一样。",
        "The rule of poll %(poll)s is not the one that was recorded when it opened.",
    ),
    "rule-unknown": (
        "投票 %(poll)s 的规则里有这个程序不认识的“%(what)s”，没法重新计票。请用更新的 verify.py。",
        "The rule of poll %(poll)s has “%(what)s”, which this program does not know; it cannot count again.",
    ),
    "batch": (
        "投票 %(poll)s 第 %(batch)s 批回执号和流水里记下的不一样。",
        "Batch %(batch)s of poll %(poll)s is not what the journal says.",
    ),
    "batch-twice": (
        "投票 %(poll)s 第 %(batch)s 批里的 %(commitment)s 前面公布过。",
        "In batch %(batch)s of poll %(poll)s, %(commitment)s was published before.",
    ),
    "day": (
        "投票 %(poll)s 在 %(day)s 的人数不对，或记了两次。",
        "The turnout of poll %(poll)s on %(day)s cannot be right, or was told twice.",
    ),
    "ballot-form": (
        "投票 %(poll)s 第 %(line)s 张票的写法不对。",
        "Ballot %(line)s of poll %(poll)s is not written as it must be.",
    ),
    "ballot-order": (
        "投票 %(poll)s 第 %(line)s 张票出现了两次，或没有按顺序排。",
        "Ballot %(line)s of poll %(poll)s is there twice, or out of order.",
    ),
    "ballot-hash": (
        "投票 %(poll)s 第 %(line)s 张票和它的回执号 %(commitment)s 对不上：票被改过。",
        "Ballot %(line)s of poll %(poll)s is not what its receipt %(commitment)s says: it was changed.",
    ),
    "ballot-rule": (
        "投票 %(poll)s 第 %(line)s 张票不合规则（%(what)s）。",
        "Ballot %(line)s of poll %(poll)s breaks the rule (%(what)s).",
    ),
    "ballot-place": (
        "投票 %(poll)s 的票 %(commitment)s 没有在投票期间公布过：可能是后来塞进来的。",
        "Ballot %(commitment)s of poll %(poll)s was in no published batch: it may have been added later.",
    ),
    "channel": (
        "投票 %(poll)s 的票从“%(what)s”来，这个程序不认识这种来路。请用更新的 verify.py。",
        "A ballot of poll %(poll)s came by “%(what)s”, which this program does not know.",
    ),
    "turnout": (
        "投票 %(poll)s 的人数对不上：记了 %(told)s 人投票，有 %(found)s 张票。",
        "The numbers of poll %(poll)s do not add up: %(told)s took part, %(found)s ballots are there.",
    ),
    "paper": (
        "投票 %(poll)s 的纸质选票和流水里记下的对不上（%(what)s）。",
        "The paper ballots of poll %(poll)s are not what was recorded at the closing (%(what)s).",
    ),
    "closed-hash": (
        "投票 %(poll)s 的票箱和截止时记下的记账码对不上：有票被加、被减或被换。",
        "The box of poll %(poll)s is not what was recorded at its closing: ballots were added, taken or replaced.",
    ),
    "lot": (
        "投票 %(poll)s 的抽签和流水里的骰子对不上。",
        "The lot of poll %(poll)s does not follow from the dice in the journal.",
    ),
    "lot-lacks": (
        "投票 %(poll)s 要靠抽签才能分先后，却没有抽签。",
        "Poll %(poll)s can only be decided by a lot, and none was drawn.",
    ),
    "result": (
        "投票 %(poll)s 的结果和流水里记下的不一样（%(what)s）。",
        "The result of poll %(poll)s is not what was recorded (%(what)s).",
    ),
    "recount": (
        "投票 %(poll)s 重新计票，%(what)s 是 %(found)s，公布的却是 %(told)s。",
        "Poll %(poll)s counted again gives %(what)s %(found)s, and %(told)s was published.",
    ),
    "full": (
        "投票 %(poll)s 的结果说 %(what)s 所在的一类满了，和规则、和重新计的票对不上。",
        "The result of poll %(poll)s says that the category of %(what)s was full; by the rule and the votes it was not so.",
    ),
    "pabulib": (
        "投票 %(poll)s 的 vote.pb 和选票对不上（%(what)s）。",
        "vote.pb of poll %(poll)s does not agree with the ballots (%(what)s).",
    ),
    "disclosure": (
        "%(file)s 的记账码不在流水里：这份公开被改过。",
        "The fingerprint of %(file)s is not in the journal: it was changed.",
    ),
    "bug": (
        "查 %(what)s 时遇到读不懂的内容（%(why)s）。请保存这份下载，告诉社区居委会。",
        "Something in %(what)s cannot be understood (%(why)s). Keep this download and tell the committee.",
    ),
}


class Wrong(Exception):
    """Something does not hold: what, by its key in WORDS, with the facts of the sentence."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key, facts)
        self.key, self.facts = key, facts


class Unreadable(Wrong):
    """There is nothing that could be checked."""


# --- one form of writing ---------------------------------------------------------------------


_quoted = json.JSONEncoder(ensure_ascii=False).encode
# The same form at once, of what is plain: keys come in the same order, and nothing is too deep.
_quick = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
RARE = re.compile("[\U00010000-\U0010ffff]")


def canonical(value: object, depth: int = DEEPEST) -> bytes:
    """Write a value as RFC 8785 says; ValueError where it has no such form."""
    if depth == 0:
        raise ValueError("too deep")
    if value is None or isinstance(value, bool):
        return json.dumps(value).encode()
    if isinstance(value, int) and abs(value) <= LARGEST:
        return str(value).encode()
    if isinstance(value, str) and unicodedata.is_normalized("NFC", value):
        return _quoted(value).encode()
    if isinstance(value, list):
        return b"[" + b",".join(canonical(item, depth - 1) for item in value) + b"]"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        pairs = (canonical(key) + b":" + canonical(value[key], depth - 1) for key in keys)
        return b"{" + b",".join(pairs) + b"}"
    raise ValueError("no canonical form")


def parsed(data: bytes) -> Any:
    """Read JSON that must be written in its canonical form; ValueError where it is not."""
    try:
        text = data.decode("utf-8")
        value = json.loads(text, parse_float=_refused, parse_int=_whole)
        same = _quick(value) == text if is_plain(text) else canonical(value) == data
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not same:
        raise ValueError("another form")
    return value


def is_plain(text: str) -> bool:
    """Tell whether what this text says has the same canonical form by the quick way as by `canonical`."""
    nested = text.count("{") + text.count("[")
    return nested < DEEPEST and unicodedata.is_normalized("NFC", text) and not RARE.search(text)


def _refused(text: str) -> object:
    raise ValueError(text)


def _whole(text: str) -> int:
    if len(text) > len(str(LARGEST)) + 1 or abs(number := int(text)) > LARGEST:
        raise ValueError("a number too large")
    return number


def exact(text: str) -> Fraction:
    """Return the number that plain digits write, such as 12, 0.25 or 1/3; ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{1,30}(\.[0-9]{1,9}|/[1-9][0-9]{0,8})?", text, re.ASCII):
        raise ValueError(text[:20])
    return Fraction(text)


def sha256(data: bytes) -> str:
    """Return the fingerprint in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


# --- the folder ------------------------------------------------------------------------------


PIECE = 1 << 20
MANIFEST, MANIFEST_NOTE, MANIFEST_FORM = "manifest.json", "manifest.note", "microprojects-record-v1"


class Files(Mapping[str, bytes]):
    """The files of a download by their names; each is read when it is asked for, and none is held."""

    def __init__(self, folder: Path, names: Iterable[str], lone: Path | None = None) -> None:
        self.folder, self.names, self.lone = folder, dict.fromkeys(names), lone

    def __getitem__(self, name: str) -> bytes:
        with self.open(name) as file:
            return file.read()

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading."""
        return _open(self.lone or self.folder / name)


class Entries:
    """The entries that hold, each read again when it is asked for; kept is where each begins, and which are of a verb."""

    def __init__(self, file: IO[bytes] | None = None) -> None:
        self.file = file or io.BytesIO()
        self.begins = array("Q", [0])
        self.verbs: dict[str, array[int]] = {}

    def add(self, verb: str, size: int) -> None:
        """Note one more entry, of so many bytes."""
        self.begins.append(self.begins[-1] + size)
        self.verbs.setdefault(verb, array("Q")).append(len(self))

    def __len__(self) -> int:
        return len(self.begins) - 1

    def __getitem__(self, place: int) -> Document:
        place = range(len(self))[place]
        found: Document = json.loads(self._read(place, place + 1))
        return found

    def __iter__(self) -> Iterator[Document]:
        return map(json.loads, self.lines())

    def lines(self) -> Iterator[bytes]:
        """Yield the entries as they stand there, without their ends."""
        for place in range(0, len(self), 256):
            data = self._read(place, min(place + 256, len(self)))
            yield from data.removesuffix(b"\n").split(b"\n")

    def _read(self, first: int, end: int) -> bytes:
        self.file.seek(self.begins[first])
        return self.file.read(self.begins[end] - self.begins[first])

    def of(self, *verbs: str) -> Iterator[Document]:
        """Yield the entries of some acts, in their order."""
        found = [self.verbs[verb] for verb in verbs if verb in self.verbs]
        for seq in found[0] if len(found) == 1 else sorted(seq for each in found for seq in each):
            yield self[seq - 1]


@dataclass
class Bundle:
    """A download: what its list says, where its files lie, and the entries as far as they hold."""

    folder: Path
    listed: Sequence[Document] = ()
    head: str = ""
    list_sha256: str = ""  # the fingerprint of the list itself
    files: Mapping[str, bytes] = field(default_factory=dict)
    entries: Entries = field(default_factory=Entries)
    digests: dict[str, str] = field(default_factory=dict)  # fingerprints of files that were read
    pinned: str = ""  # the public key that the reader knows from elsewhere
    sealed: int = 0  # entries under the last checkpoint that holds
    notes: int = 0
    audits: int = 0  # sampled audits that were drawn again
    versions: int = 0  # lines of the list of disclosures, where it is sound
    payments: int = 0
    recoveries: int = 0
    vouched: str = ""  # whose key signed the list, as a key of WORDS

    def data(self, name: str) -> bytes:
        """Return what a file holds."""
        with self.opened(name) as file:
            return file.read()

    def opened(self, name: str) -> IO[bytes]:
        """Open a file for reading."""
        if name not in self.files:
            raise Wrong("gone", file=name)
        return self.files.open(name) if isinstance(self.files, Files) else io.BytesIO(self.files[name])

    def digest(self, name: str) -> str:
        """Return the fingerprint of a file."""
        if name not in self.digests:
            with self.opened(name) as file:
                self.digests[name] = _measured(file)[0]
        return self.digests[name]

    def document(self, name: str) -> Document:
        """Return the one object that a file holds."""
        return _object(name, 1, self.data(name))

    def rows(self, name: str) -> Iterator[Document]:
        """Yield the objects that a file holds, one a line."""
        with self.opened(name) as file:
            for number, line in enumerate(file, start=1):
                if not line.endswith(b"\n"):
                    raise Wrong("not-canonical", file=name, line=number)
                yield _object(name, number, line[:-1])

    def disclosed(self) -> Iterator[Document]:
        """Yield the list of disclosures, nothing where it is not sound."""
        return self.rows("disclosures.jsonl") if self.versions else iter(())


def _measured(file: IO[bytes]) -> tuple[str, int]:
    """Return fingerprint and size of an open file."""
    digest, size = hashlib.sha256(), 0
    while piece := file.read(PIECE):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _object(name: str, number: int, line: bytes) -> Document:
    try:
        value = parsed(line)
    except ValueError as error:
        raise Wrong("not-canonical", file=name, line=number) from error
    if not isinstance(value, dict):
        raise Wrong("not-canonical", file=name, line=number)
    return value


def opened(folder: Path) -> Bundle:
    """Read a folder as its list says."""
    if not (folder / MANIFEST).is_file():
        raise Unreadable("not-here", source=str(folder))
    try:
        data = _read(folder / MANIFEST)
        manifest = parsed(data)
        if manifest["v"] != 1:
            raise Unreadable("newer")
        listed, head = manifest["files"], manifest["head"]
        names: list[str] = [one["path"] for one in listed]
        shaped = all(type(one["bytes"]) is int and HASH.fullmatch(one["sha256"]) for one in listed)
        sound = shaped and all(map(PATH.fullmatch, names)) and names == sorted(set(names))
        sound = sound and bool(HASH.fullmatch(head))
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable("manifest") from error
    if not sound or "entries.jsonl" not in names or manifest.keys() != {"v", "files", "head"}:
        raise Unreadable("manifest")
    files = Files(folder, (name for name in names if (folder / name).is_file()))
    return Bundle(folder, listed, head, sha256(data), files)


def _open(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise Unreadable("unreadable", file=path.name, why=error.strerror) from error


def _read(path: Path) -> bytes:
    with _open(path) as file:
        return file.read()


def check_files(bundle: Bundle) -> Iterator[Wrong]:
    """Compare every file with the list, and the list with the folder."""
    for one in bundle.listed:
        wrong = _file_wrong(bundle, one)
        if wrong:
            yield wrong
    names = {one["path"] for one in bundle.listed} | {MANIFEST, MANIFEST_NOTE}
    for name in sorted(_there(bundle.folder) - names):
        yield Wrong("not-listed", file=name)


def check_names(bundle: Bundle) -> Iterator[Wrong]:
    """Name every file that no check here looks into."""
    for name in bundle.files:
        if not FILES.fullmatch(name):
            yield Wrong("unknown-file", file=name)


def _file_wrong(bundle: Bundle, told: Document) -> Wrong | None:
    name = told["path"]
    if name not in bundle.files:
        return Wrong("gone", file=name)
    with bundle.opened(name) as file:
        bundle.digests[name], size = _measured(file)
    if bundle.digests[name] == told["sha256"] and size == told["bytes"]:
        return None
    if sha256(bundle.data(name).replace(b"\r\n", b"\n")) == told["sha256"]:
        return Wrong("line-ends", file=name)
    if size < told["bytes"]:
        return Wrong("short", file=name, told=told["bytes"], found=size)
    return Wrong("changed", file=name)


def _there(folder: Path) -> set[str]:
    """Return the files that lie in a folder; hidden ones, which nothing here reads, apart."""
    found = set()
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "__pycache__"]
        found |= {(Path(at) / name).relative_to(folder).as_posix() for name in names if name[0] != "."}
    return found


# --- the journal -----------------------------------------------------------------------------

ENTRY = {"v": int, "seq": int, "at": str, "verb": str, "subject": str, "actor": str, "area": str,
         "facts": dict, "prev": str, "hash": str}  # fmt: skip

# An act has the time at which it was begun, and may wait behind others until it is entered.
WAIT = timedelta(minutes=2)


MOMENT = re.compile(r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}Z", re.ASCII)


def moment(text: str) -> datetime:
    """Read when something was; ValueError where that is not said."""
    if not MOMENT.fullmatch(text):
        raise ValueError(text[:30])
    return datetime.fromisoformat(text)


def check_chain(bundle: Bundle) -> Iterator[Wrong]:
    """Follow the journal from the first entry to the last; the first that does not hold ends it."""
    head, latest = "0" * 64, moment("1970-01-01T00:00:00Z")
    file = bundle.opened("entries.jsonl")
    bundle.entries = Entries(file)
    if not bundle.listed and not any(b'{"' in line for line in file):
        raise Unreadable("no-record", source=str(bundle.folder))
    file.seek(0)
    for seq, line in enumerate(file, start=1):
        entry, wrong = _entry(line.removesuffix(b"\n"), seq, head)
        if wrong:
            yield Wrong(wrong, seq=seq)
            return
        at = moment(entry["at"])
        latest = max(latest, at)
        if at < latest - WAIT:
            yield Wrong("entry-time", seq=seq)
            return
        bundle.entries.add(entry["verb"], len(line))
        head = entry["hash"]
    if bundle.head and head != bundle.head:
        yield Wrong("head", told=bundle.head, seq=len(bundle.entries) + 1)


def _entry(line: bytes, seq: int, head: str) -> tuple[Document, str]:
    try:
        entry = parsed(line)
    except ValueError:
        return {}, "entry-form"
    if not isinstance(entry, dict) or {key: type(part) for key, part in entry.items()} != ENTRY:
        return {}, "entry-form"
    if entry["seq"] != seq:
        return {}, "entry-place"
    if entry["prev"] != head:
        return {}, "entry-link"
    try:
        moment(entry["at"])
    except ValueError:
        return {}, "entry-form"
    told = {key: part for key, part in entry.items() if key != "hash"}
    written = _quick(told).encode() if is_plain(line.decode()) else canonical(told)
    return entry, "" if sha256(written) == entry["hash"] and entry["v"] == 1 else "entry-hash"


# --- what was signed -------------------------------------------------------------------------

# Ed25519 as RFC 8032 section 5.1 writes it, in plain whole numbers; only checking, which has no secrets.
PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, -1, PRIME) % PRIME
ROOT_OF_MINUS_ONE = pow(2, (PRIME - 1) // 4, PRIME)
Point = tuple[int, int, int, int]


def _sum(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % PRIME, (p[1] + p[0]) * (q[1] + q[0]) % PRIME
    c, d = 2 * p[3] * q[3] * CURVE % PRIME, 2 * p[2] * q[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


@cache
def _doubles(point: Point) -> tuple[Point, ...]:
    """Return a point times 1, 2, 4, 8 …; the same few keys are asked for again and again."""
    found = [point]
    for _ in range(255):
        found.append(_sum(found[-1], found[-1]))
    return tuple(found)


def _times(number: int, point: Point) -> Point:
    found = (0, 1, 1, 0)
    for place, each in enumerate(_doubles(point)):
        if number >> place & 1:
            found = _sum(found, each)
    return found


def _point(data: bytes) -> Point:
    """Read a point; ValueError where there is none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(CURVE * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * ROOT_OF_MINUS_ONE % PRIME
    if y >= PRIME or (x * x - square) % PRIME or (x == 0 and sign):
        raise ValueError("no point")
    x = PRIME - x if x & 1 != sign else x
    return x, y, 1, x * y % PRIME


BASE = _point((4 * pow(5, -1, PRIME) % PRIME).to_bytes(32, "little"))


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature over a message was made with the secret half of a key."""
    if len(public) != 32 or len(signature) != 64:
        return False
    try:
        key, commitment = _point(public), _point(signature[:32])
    except ValueError:
        return False
    s = int.from_bytes(signature[32:], "little")
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = _times(s, BASE), _sum(commitment, _times(challenge, key))
    same = (left[0] * right[2] - right[0] * left[2]) % PRIME == 0
    return s < ORDER and same and (left[1] * right[2] - right[1] * left[2]) % PRIME == 0


@dataclass(frozen=True)
class Key:
    """The public key of a log and its name; `id` is how signatures call it."""

    name: str
    id: bytes
    public: bytes
    word: str


def key_of(word: str) -> Key:
    """Read a public key as one word: name+id+base64."""
    word = word.strip()
    try:
        name, number, box = word.split("+", 2)
        data = base64.b64decode(box, validate=True)
        told = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    except ValueError as error:
        raise Wrong("key-form", word=word[:80]) from error
    if not name or data[:1] != b"\x01" or len(data) != 33 or told.hex() != number:
        raise Wrong("key-form", word=word[:80])
    return Key(name, told, data[1:], word)


@dataclass(frozen=True)
class Seal:
    """A checkpoint: which log, how many entries, which root; `text` is what was signed."""

    origin: str
    size: int
    root: bytes
    text: bytes
    signatures: tuple[tuple[str, bytes], ...]

    def is_by(self, key: Key) -> bool:
        """Tell whether a key signed it."""
        boxes = (box for name, box in self.signatures if name == key.name and box[:4] == key.id)
        return self.origin == key.name and any(is_signed(key.public, self.text, box[4:]) for box in boxes)


def seal_of(note: str) -> Seal:
    """Read a checkpoint; ValueError where it is none."""
    text, _, lines = note.partition("\n\n")
    origin, size, root = text.split("\n")
    if not origin or not re.fullmatch("0|[1-9][0-9]{0,14}", size, re.ASCII):
        raise ValueError("form")
    signatures = signatures_of(lines)
    found = base64.b64decode(root, validate=True)
    if len(found) != 32 or base64.b64encode(found).decode() != root:
        raise ValueError("root")
    return Seal(origin, int(size), found, f"{text}\n".encode(), signatures)


def signatures_of(lines: str) -> tuple[tuple[str, bytes], ...]:
    """Read the lines below a note: who signed, and key id with signature; ValueError where there are none."""
    if not lines.endswith("\n"):
        raise ValueError("form")
    signatures = []
    for line in lines[:-1].split("\n"):
        dash, name, box = line.split(" ")
        if dash != "—":
            raise ValueError("signature")
        signatures.append((name, base64.b64decode(box, validate=True)))
    return tuple(signatures)


def seals_of(name: str, data: bytes) -> list[Seal]:
    """Read the checkpoints of a file, the oldest first."""
    number = 1
    try:
        pieces = data.decode("utf-8").removesuffix("\n").split("\n\n")
        found = []
        for number in range(1, len(pieces) // 2 + len(pieces) % 2 + 1):
            found.append(seal_of("\n\n".join(pieces[2 * number - 2 : 2 * number]) + "\n"))
    except ValueError as error:
        raise Wrong("seal-form", file=name, n=number) from error
    return found


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash over two nodes of the tree."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def roots_of(lines: Iterable[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """Return the root over the first lines, for some numbers of them. Source: RFC 9162 section 2.1."""
    wanted, stack = set(sizes), list[bytes]()
    roots = {0: hashlib.sha256(b"").digest()}
    for size, line in enumerate(lines, start=1):
        found, place = hashlib.sha256(b"\x00" + line).digest(), size - 1
        while place & 1:
            found, place = node(stack.pop(), found), place >> 1
        stack.append(found)
        if size in wanted:
            top = stack[-1]
            for left in stack[-2::-1]:
                top = node(left, top)
            roots[size] = top
    return roots


def continues(old: Seal, new: Seal, proof: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that the new checkpoint only adds to the old. Source: RFC 9162 section 2.1.4.2."""
    if not 1 <= old.size < new.size:
        return old.size == new.size and old.root == new.root and not proof
    nodes = [old.root, *proof] if old.size & (old.size - 1) == 0 else list(proof)
    at, last = old.size - 1, new.size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if not nodes:
        return False
    before = after = nodes[0]
    for each in nodes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = node(each, before), node(each, after)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = node(after, each)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old.root and after == new.root


def check_seals(bundle: Bundle) -> Iterator[Wrong]:
    """Check every checkpoint: who signed it, that each is over more entries, and its root over the entries."""
    if "checkpoints.txt" not in bundle.files:
        if bundle.pinned:
            yield Wrong("sealed-gone")
        return
    key = key_of(bundle.data("log.vkey").decode("utf-8", "replace"))
    if bundle.pinned and key != key_of(bundle.pinned):
        yield Wrong("key-other")
        return
    seals = seals_of("checkpoints.txt", bundle.data("checkpoints.txt"))
    roots = roots_of(bundle.entries.lines(), (seal.size for seal in seals))
    for seal in seals:
        wrong = _seal_wrong(bundle, seal, key, roots)
        if wrong:
            yield wrong
            return
        bundle.sealed, bundle.notes = seal.size, bundle.notes + 1
    yield from _tail_wrong(bundle)


# A site signs once an hour. What is unsealed for longer than this was never left so by a site that is kept.
UNSEALED = timedelta(hours=48)


def _tail_wrong(bundle: Bundle) -> Iterator[Wrong]:
    """Refuse an end that went on for long without a checkpoint: without the key, checkpoints can only be left out."""
    rest = len(bundle.entries) - bundle.sealed
    if not rest:
        return
    since, last = bundle.entries[bundle.sealed]["at"], bundle.entries[-1]["at"]
    if moment(last) - moment(since) > UNSEALED:
        hours = int(UNSEALED.total_seconds()) // 3600
        yield Wrong("sealed-long-ago", size=bundle.sealed, n=rest, since=since, last=last, hours=hours)


def _seal_wrong(bundle: Bundle, seal: Seal, key: Key, roots: Mapping[int, bytes]) -> Wrong | None:
    if not seal.is_by(key):
        return Wrong("seal-signature", size=seal.size)
    if seal.size <= bundle.sealed:
        return Wrong("seal-order", size=seal.size)
    if seal.size > len(bundle.entries):
        return Wrong("seal-beyond", size=seal.size, count=len(bundle.entries))
    if roots[seal.size] != seal.root:
        return Wrong("seal-root", size=seal.size, seq=bundle.sealed + 1)
    return None


# --- disclosures -----------------------------------------------------------------------------

LISTED = {"id": int, "kind": str, "version": int, "sha256": str, "published_at": str, "entry": int,
          "taken_down_at": str}  # fmt: skip
# Where the journal tells the fingerprint of a disclosure that is published.
DISCLOSED = ("disclosure", "decision_sha256", "spending_sha256", "result_sha256")
REPORTED = "report.publish"
DISCLOSING = ("disclosure.correct", "project.fast-track")


def check_disclosures(bundle: Bundle) -> Iterator[Wrong]:
    """Compare every disclosure with the journal: what it says, when it was published, and that none is missing."""
    here = {bundle.digest(name) for name in _disclosures(bundle)}
    told, published = set[str](), list[tuple[int, str]]()
    for entry in bundle.entries:
        told |= {fact for fact in entry["facts"].values() if isinstance(fact, str) and fact in here}
        published += ((entry["seq"], digest) for digest in _disclosed(entry))
    for name in _disclosures(bundle):
        if bundle.digest(name) not in told:
            yield Wrong("disclosure", file=name)
    listed, last = dict[int, str](), 0
    for line, row in enumerate(_list_of_disclosures(bundle), start=1):
        if {key: type(part) for key, part in row.items()} != LISTED or row["id"] <= last:
            yield Wrong("disclosure-list", line=line)
            return
        last = row["id"]
        listed[last] = row["sha256"]
        yield from _listed_wrong(bundle, row)
    yield from _unlisted(bundle, listed)
    # Where the list is gone, what is told of must at least be there.
    known = here.union(listed.values())
    for seq in sorted({seq for seq, digest in published if digest not in known}):
        yield Wrong("disclosure-missing", seq=seq)


def _unlisted(bundle: Bundle, listed: Mapping[int, str]) -> Iterator[Wrong]:
    """Name every disclosure that is not on the list, where there is one."""
    if "disclosures.jsonl" not in bundle.files:
        return
    bundle.versions = len(listed)
    names = {f"disclosures/{number}.json" for number in listed}
    yield from (Wrong("not-listed", file=name) for name in _disclosures(bundle) if name not in names)


def _list_of_disclosures(bundle: Bundle) -> Iterator[Document]:
    return bundle.rows("disclosures.jsonl") if "disclosures.jsonl" in bundle.files else iter(())


def check_reports(bundle: Bundle) -> Iterator[Wrong]:
    """Compare every report of a year with the entry that published it, and miss those that are not there."""
    told = {each["seq"]: each["facts"].get("sha256") for each in bundle.entries.of(REPORTED)}
    for name in [name for name in bundle.files if name.startswith("reports/")]:
        seq = int(name.removeprefix("reports/").removesuffix(".json"))
        if told.get(seq) != bundle.digest(name):
            yield Wrong("report", file=name)
    yield from (Wrong("report-missing", seq=seq) for seq in told if f"reports/{seq}.json" not in bundle.files)


def _listed_wrong(bundle: Bundle, row: Document) -> Iterator[Wrong]:
    name, down, seq = f"disclosures/{row['id']}.json", row["taken_down_at"], row["entry"]
    if down and name in bundle.files:
        yield Wrong("disclosure-down", id=row["id"], told=down)
    if not down and bundle.digest(name) != row["sha256"]:
        yield Wrong("disclosure", file=name)
    entry = _entry_of(bundle, row)
    if entry is None or row["sha256"] not in entry["facts"].values():
        yield Wrong("disclosure-entry", id=row["id"], seq=seq)
    elif entry["at"] != row["published_at"]:
        yield Wrong("disclosure-time", id=row["id"], told=row["published_at"], seq=seq, found=entry["at"])


def _disclosed(entry: Document) -> set[str]:
    """Return the fingerprints of the disclosures that were published with an entry."""
    facts = entry["facts"]
    names = (*DISCLOSED, *(("sha256",) if entry["verb"] in DISCLOSING else ()))
    told = (facts.get(name) for name in names)
    return {fact for fact in told if isinstance(fact, str) and HASH.fullmatch(fact)}


def _disclosures(bundle: Bundle) -> list[str]:
    return [name for name in bundle.files if name.startswith("disclosures/")]


def _entry_of(bundle: Bundle, row: Document) -> Document | None:
    """Return the entry that published a version."""
    return bundle.entries[row["entry"] - 1] if 1 <= row["entry"] <= len(bundle.entries) else None


# Acts that take versions down. `taken_down` in their facts names each by its fingerprint.
TAKE_DOWN, CORRECT, MASK = "disclosure.take-down", "disclosure.correct", "proposer.mask-name"


def check_take_downs(bundle: Bundle) -> Iterator[Wrong]:
    """A version is down where an act of its own project took it down at that time, and nowhere else."""
    acts: dict[tuple[str, str], list[Document]] = {}
    gone: dict[str, int] = {}
    names = False  # whether the acts name what they take down: from the first that does, all do
    for entry in bundle.entries.of(TAKE_DOWN, CORRECT, MASK):
        names = names or "taken_down" in entry["facts"]
        if entry["verb"] == CORRECT and not HASH.fullmatch(str(entry["facts"].get("sha256"))):
            yield Wrong("correct-empty", seq=entry["seq"])
        if not names or entry["verb"] == TAKE_DOWN or "taken_down" in entry["facts"]:
            acts.setdefault((entry["at"], entry["subject"]), []).append(entry)
        gone |= {each: int(entry["seq"]) for each in _taken_down(entry)}
    for row in bundle.disclosed():
        down, published = row["taken_down_at"], _entry_of(bundle, row)
        if not down and row["sha256"] in gone:
            yield Wrong("disclosure-up", id=row["id"], seq=gone[row["sha256"]])
        if not down or published is None:
            continue
        told = acts.get((down, published["subject"]), ())
        if down < row["published_at"] or not any(_takes_down(act, row) for act in told):
            yield Wrong("disclosure-down", id=row["id"], told=down)


def _taken_down(entry: Document) -> list[str]:
    """Return the fingerprints of the versions that an act says it took down."""
    told, facts = entry["facts"].get("taken_down"), entry["facts"]
    named = told if isinstance(told, list) else [facts.get("sha256")] if entry["verb"] == TAKE_DOWN else []
    return [each for each in named if isinstance(each, str)]


def _takes_down(act: Document, row: Document) -> bool:
    """Tell whether an act took a version down; those from before `taken_down` named the first one or none."""
    if act["seq"] <= row["entry"]:
        return False
    if row["sha256"] in _taken_down(act):
        return True
    if "taken_down" in act["facts"]:
        return False
    # Older acts: a correction, or something hidden, took every version with it that showed the same.
    if act["verb"] == TAKE_DOWN:
        return "hidden" in act["facts"]
    return bool(act["verb"] == CORRECT or row["kind"] == "decision")


def check_versions(bundle: Bundle) -> Iterator[Wrong]:
    """Kind, version and project are those of the file and of the entry; versions come one after the other, in time."""
    versions: dict[tuple[str, str], int] = {}
    latest: dict[str, datetime] = {}
    for row in bundle.disclosed():
        entry = _entry_of(bundle, row)
        if entry is None or row["sha256"] not in entry["facts"].values():
            continue  # check_disclosures says so
        key = (entry["subject"], row["kind"])
        wanted = versions[key] = versions.get(key, 0) + 1
        if not _is_as_told(bundle, row, entry):
            yield Wrong("disclosure-kind", id=row["id"], seq=entry["seq"])
        elif row["version"] != wanted:
            yield Wrong("disclosure-version", id=row["id"], told=row["version"], wanted=wanted)
            versions[key] = row["version"]
        at = moment(entry["at"])
        if at < latest.get(entry["subject"], at) - WAIT:
            yield Wrong("disclosure-order", id=row["id"])
        latest[entry["subject"]] = max(latest.get(entry["subject"], at), at)


def _is_as_told(bundle: Bundle, row: Document, entry: Document) -> bool:
    """Tell whether a line of the list says the same as its file and its entry."""
    verb, facts = entry["verb"], entry["facts"]
    kinds = [_kind_of(name) for name, fact in facts.items() if fact == row["sha256"]]
    if verb == CORRECT and (facts.get("disclosure"), facts.get("version")) != (
        str(row["id"]),
        str(row["version"]),
    ):
        return False
    if verb != CORRECT and row["kind"] not in kinds:
        return False
    name = f"disclosures/{row['id']}.json"
    if name not in bundle.files:
        return bool(row["taken_down_at"])
    try:
        body = json.loads(bundle.data(name))
        told = (body["kind"], body["version"], f"project/{body['project']}")
    except (ValueError, LookupError, TypeError, RecursionError):
        return False
    return told == (row["kind"], row["version"], entry["subject"])


def _kind_of(name: str) -> str:
    """Return the kind of a disclosure whose fingerprint stands under a name; a decision's has no other name than that."""
    return name.removesuffix("_sha256") if name in DISCLOSED and name != "disclosure" else "decision"


# --- sampled audits --------------------------------------------------------------------------


def check_audits(bundle: Bundle) -> Iterator[Wrong]:
    """Draw every sampled audit again from the journal: the list was fixed first, and the dice decide, once."""
    lists: dict[str, Document] = {}
    drawn: set[str] = set()
    for entry in bundle.entries.of("audit.fix", "audit.draw"):
        subject, facts, seq = entry["subject"], entry["facts"], entry["seq"]
        if entry["verb"] == "audit.fix":
            if subject in lists or not _is_audit_list(facts):
                yield Wrong("audit-list", seq=seq)
            lists.setdefault(subject, facts)
        else:
            if subject in drawn or not _is_drawn_from(lists.get(subject), facts):
                yield Wrong("audit-draw", seq=seq)
            drawn.add(subject)
    bundle.audits = len(drawn)


def _is_audit_list(facts: Document) -> bool:
    numbers, percent = facts.get("numbers"), facts.get("percent")
    if not isinstance(numbers, list) or not numbers or not all(isinstance(each, str) for each in numbers):
        return False
    if not isinstance(percent, int) or numbers != sorted(set(numbers)):
        return False
    sample = min(len(numbers), max(1, -(-len(numbers) * percent // 100)))
    text = "".join(number + "\n" for number in numbers)
    return facts.get("sample") == sample and facts.get("list") == sha256(text.encode())


def _is_drawn_from(told: Document | None, facts: Document) -> bool:
    dice = facts.get("dice")
    if told is None or not _is_audit_list(told) or not isinstance(dice, str) or not DICE.fullmatch(dice):
        return False
    seed = sha256(b"pb-lot-v1\0" + bytes.fromhex(told["list"]) + dice.encode())
    by_lot = sorted(told["numbers"], key=lambda one: sha256(bytes.fromhex(seed) + one.encode()))
    return facts.get("seed") == seed and facts.get("drawn") == by_lot[: told["sample"]]


# --- payments and what came back ---------------------------------------------------------------

PAID, CAME_BACK, FOUND = "payment.approve", "refund.record", "audit.record"
WHOLE_FEN = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)


def check_money(bundle: Bundle) -> Iterator[Wrong]:
    """Add up each project's payments and recoveries: never more comes back than was paid, or than its audit found."""
    paid: dict[str, int] = {}
    found: dict[str, int] = {}
    for_audit: dict[str, int] = {}
    for entry in bundle.entries.of(PAID, CAME_BACK, FOUND):
        verb, subject, facts, seq = entry["verb"], entry["subject"], entry["facts"], entry["seq"]
        fen = str(facts.get("refund_fen" if verb == FOUND else "amount_fen"))
        if not WHOLE_FEN.fullmatch(fen):
            yield Wrong("money-back", seq=seq)
        elif verb == FOUND:
            found[subject] = int(fen)
        elif verb == PAID:
            bundle.payments += 1
            paid[subject] = paid.get(subject, 0) + int(fen)
        else:
            bundle.recoveries += 1
            paid[subject] = paid.get(subject, 0) - int(fen)
            for_audit[subject] = for_audit.get(subject, 0) + int(fen) * (facts.get("cause") == "audit")
            if paid[subject] < 0:
                yield Wrong("money-back", seq=seq)
            if for_audit[subject] > found.get(subject, 0):
                yield Wrong("money-found", seq=seq)


# --- one poll --------------------------------------------------------------------------------

# The entries of a poll in a letter each, and the order in which they may come.
MARKS = {"poll.prepare": "p", "poll.open": "o", "poll.publish": "b", "poll.turnout": "t", "poll.close": "c",
         "poll.draw-lot": "l", "poll.count": "n", "poll.certify": "s", "poll.cancel": "x"}  # fmt: skip
STORY = re.compile(r"p?o[bt]*(c(l?(ns{0,2})?))?x?")


Choices = tuple[tuple[str, int], ...]


@dataclass
class Poll:
    """What is known of one poll; the checks fill it in their order."""

    bundle: Bundle
    number: str
    entries: list[Document]
    spec: Document = field(default_factory=dict)
    rule: Rule | None = None
    spec_hash: str = ""
    published: set[str] = field(default_factory=set)  # every commitment
    ballots: dict[str, str] = field(
        default_factory=dict
    )  # by which way each came, by commitment, in their order
    cast: Counter[Choices] = field(default_factory=Counter)  # how often each choice was made
    seed: str = ""
    chosen: list[str] = field(default_factory=list)

    def file(self, name: str) -> str:
        """Return where a file of the poll lies."""
        return f"polls/{self.number}/{name}"

    def facts(self, verb: str) -> list[Document]:
        """Return what the entries of an act say."""
        return [entry["facts"] for entry in self.entries if entry["verb"] == verb]

    def wrong(self, key: str, **facts: object) -> Wrong:
        """Return what is wrong with this poll."""
        return Wrong(key, poll=self.number, **facts)

    @property
    def is_counted(self) -> bool:
        """Return whether its ballots are open."""
        return bool(self.facts("poll.count"))


def polls(bundle: Bundle) -> Iterator[Poll]:
    """Yield every poll that was opened, or that has files."""
    told: dict[str, array[int]] = {}
    opened_ones = set[str]()
    for entry in bundle.entries:
        if entry["subject"].startswith("poll/"):
            number = entry["subject"].removeprefix("poll/")
            told.setdefault(number, array("Q")).append(entry["seq"])
            opened_ones |= {number} if entry["verb"] == "poll.open" else set()
    filed = {name.split("/")[1] for name in bundle.files if name.startswith("polls/")}
    for number in sorted(filed | opened_ones, key=lambda number: (len(number), number)):
        yield Poll(bundle, number, [bundle.entries[seq - 1] for seq in told.get(number, ())])


def check_story(poll: Poll) -> None:
    """The entries come in their order, each of the great ones once."""
    if not poll.facts("poll.open"):
        raise poll.wrong("no-opening")
    if not STORY.fullmatch("".join(MARKS.get(entry["verb"], "") for entry in poll.entries)):
        raise poll.wrong("story")


def check_time(poll: Poll) -> None:
    """Of a poll that is not counted no ballot and no result is there."""
    for name in COUNTED:
        if not poll.is_counted and poll.file(name) in poll.bundle.files:
            raise poll.wrong("too-early", file=poll.file(name))


def check_spec(poll: Poll) -> None:
    """The rule is the one whose hash was recorded at the opening, and this program knows all of it."""
    name = poll.file("spec.json")
    poll.spec_hash = poll.bundle.digest(name)
    if poll.spec_hash != poll.facts("poll.open")[0]["spec"]:
        raise poll.wrong("spec-hash")
    poll.spec = poll.bundle.document(name)
    try:
        poll.rule = rule_of(poll.spec)
    except UnknownRule as unknown:
        raise poll.wrong("rule-unknown", what=str(unknown)) from unknown


def check_batches(poll: Poll) -> None:
    """Every batch of commitments is sorted, as the journal says, and none comes twice."""
    told, number = poll.facts("poll.publish"), 0
    for number, row in enumerate(poll.bundle.rows(poll.file("commitments.jsonl")), start=1):
        if number > len(told):
            raise poll.wrong("batch", batch=number)
        commits = row["commitments"]
        listed = sha256("\n".join(commits).encode())
        wanted = {"batch": number, "commitments": len(commits), "list": listed}
        if row != {"batch": number, "commitments": sorted(set(commits))} or not commits:
            raise poll.wrong("batch", batch=number)
        if told[number - 1] != wanted or not all(map(HASH.fullmatch, commits)):
            raise poll.wrong("batch", batch=number)
        for commitment in commits:
            if commitment in poll.published:
                raise poll.wrong("batch-twice", batch=number, commitment=commitment)
            poll.published.add(commitment)
    if number < len(told):
        raise poll.wrong("batch", batch=number + 1)


def check_days(poll: Poll) -> None:
    """The turnout of each day is told once, and is not more than may vote."""
    seen: set[str] = set()
    for told in poll.facts("poll.turnout"):
        if told["day"] in seen or not 0 <= told["took_part"] <= poll.facts("poll.open")[0]["voters"]:
            raise poll.wrong("day", day=told["day"])
        seen.add(told["day"])


def check_ballots(poll: Poll) -> None:
    """Every ballot opens its commitment, comes once, in order, and is one that the rule allows."""
    last = ""
    for line, ballot in enumerate(poll.bundle.rows(poll.file("ballots.jsonl")), start=1):
        if not _is_ballot(ballot):
            raise poll.wrong("ballot-form", line=line)
        commitment, opening = ballot["commitment"], ballot["opening"]
        if commitment <= last:
            raise poll.wrong("ballot-order", line=line)
        same = (opening["round"], opening["spec"]) == (poll.spec["round"], poll.spec_hash)
        if not same or sha256(b"pb-ballot-v1\0" + canonical(opening)) != commitment:
            raise poll.wrong("ballot-hash", line=line, commitment=commitment)
        broken = breach(opening["choices"], poll.spec)
        if broken:
            raise poll.wrong("ballot-rule", line=line, what=broken)
        last = commitment
        poll.ballots[commitment] = sys.intern(ballot["source"])
        poll.cast[tuple(sorted(opening["choices"].items()))] += 1


def _is_ballot(ballot: Document) -> bool:
    opening = ballot.get("opening")
    if ballot.keys() != {"commitment", "opening", "source"} or not isinstance(opening, dict):
        return False
    if opening.keys() != {"choices", "nonce", "round", "spec", "word"}:
        return False
    try:
        sound = len(base64.b64decode(opening["nonce"], validate=True)) == 32
        sound = sound and bool(re.fullmatch("[0-9A-Z]{4}", opening["word"]))
    except (ValueError, TypeError):
        return False
    return sound and bool(HASH.fullmatch(ballot["commitment"])) and isinstance(opening["choices"], dict)


def breach(choices: Document, spec: Document) -> str:
    """Return the part of the ballot's rule that choices break, or nothing; a blank ballot is allowed."""
    ballot, costs = spec["ballot"], {one["id"]: int(one["cost_minor"]) for one in spec["projects"]}
    given = list(choices.values())
    if not choices.keys() <= costs.keys() or any(type(score) is not int or score < 1 for score in given):
        return "projects"
    if not choices:
        return ""
    if len(given) < ballot["min"]:
        return "min"
    kind = ballot["type"]
    if kind == "knapsack":
        return "" if sum(map(costs.__getitem__, choices)) <= int(spec["budget_minor"]) else "budget"
    if len(given) > ballot["max"]:
        return "max"
    if kind == "points":
        return "" if sum(given) <= ballot["points"] else "points"
    wanted = {"approval": [1] * len(given), "ranking": [ballot["max"] - n for n in range(len(given))]}
    return "" if sorted(given, reverse=True) == wanted[kind] else "type"


def check_places(poll: Poll) -> None:
    """Every ballot was published while its voter could still see it; each source has its place."""
    for commitment, source in poll.ballots.items():
        if source not in HOMES:
            raise poll.wrong("channel", what=source)
        if not HOMES[source](poll, commitment):
            raise poll.wrong("ballot-place", commitment=commitment)


HOMES: dict[str, Callable[[Poll, str], bool]] = {
    "online": lambda poll, commitment: commitment in poll.published,
    # A sheet is read after the last batch: only the hash of the closed box covers it.
    "paper": lambda poll, commitment: commitment not in poll.published,
}


def check_closing(poll: Poll) -> None:
    """Numbers by channel add up, and the closed box has the hash that was recorded before it was opened."""
    told, close = poll.bundle.document(poll.file("closing.json")), poll.facts("poll.close")[0]
    took_part = told["took_part"]
    found = Counter(poll.ballots.values())
    online = sum(took_part.get(channel, 0) for channel in ("online", "desk"))
    if online != found["online"]:
        raise poll.wrong("turnout", told=online, found=found["online"])
    check_paper(poll, took_part.get("paper", 0), found["paper"])
    if sum(took_part.values()) != close["took_part"]:
        raise poll.wrong("turnout", told=close["took_part"], found=sum(took_part.values()))
    if not closed_hash(poll, told) == told["closed_hash"] == close["box"]:
        raise poll.wrong("closed-hash")


def check_paper(poll: Poll, took_part: int, ballots: int) -> None:
    """Every sheet that went out is a ballot, spoiled, given back, void or missing, as the journal says."""
    told, close = poll.bundle.document(poll.file("closing.json")), poll.facts("poll.close")[0]
    paper = told.get("paper")
    if paper is None:
        if took_part or ballots or any(name.startswith("paper_") for name in close):
            raise poll.wrong("paper", what="no paper")
        return
    kept = {name.removeprefix("paper_"): many for name, many in close.items() if name.startswith("paper_")}
    for name, many in kept.items():
        if paper[name] != many:
            raise poll.wrong("paper", what=name)
    if not kept or paper["valid"] + paper["blank"] != ballots:
        raise poll.wrong("paper", what="valid, blank")
    if ballots + paper["null"] + paper["unreturned"] != took_part:
        raise poll.wrong("paper", what="took_part")
    if took_part + paper["spoiled"] + paper["handed_back"] != paper["issued"]:
        raise poll.wrong("paper", what="issued")


def closed_hash(poll: Poll, told: Document) -> str:
    """Return the hash of the closed box."""
    box = {"round": poll.spec["round"], "spec": poll.spec_hash, "took_part": told["took_part"]}
    box["commits"] = list(poll.ballots)
    if "paper" in told:
        box["paper"] = told["paper"]
    return sha256(canonical(box))


def check_lot(poll: Poll) -> None:
    """The seed of the lot follows from the closed box and the dice that the journal tells; no dice, no seed."""
    told, drawn = poll.bundle.document(poll.file("closing.json")), poll.facts("poll.draw-lot")
    box = bytes.fromhex(told["closed_hash"])
    wanted = {"dice": "", "seed": ""}
    if drawn:
        dice = drawn[0]["dice"]
        wanted = {"dice": dice, "seed": sha256(b"pb-lot-v1\0" + box + dice.encode())}
    if {"dice": told["dice"], "seed": told["seed"]} != wanted or (drawn and drawn[0] != wanted):
        raise poll.wrong("lot")
    if drawn and not re.fullmatch("[1-6]{20}", drawn[0]["dice"]):
        raise poll.wrong("lot")
    poll.seed = wanted["seed"]


def check_result(poll: Poll) -> None:
    """The published result is the one of which the journal tells the fingerprint."""
    told, count = poll.bundle.document(poll.file("result.json")), poll.facts("poll.count")[0]
    commits = "\n".join(poll.ballots)
    wanted = {
        "round": poll.spec["round"],
        "spec_hash": poll.spec_hash,
        "ballots_hash": sha256(commits.encode()),
        "closed_hash": poll.facts("poll.close")[0]["box"],
        "seed": poll.seed,
        "result_hash": sha256(canonical(told["result"])),
    }
    for name, value in wanted.items():
        if told[name] != value:
            raise poll.wrong("result", what=name)
    runs = [count, *poll.facts("poll.recount")]  # the last one holds
    if wanted["result_hash"] != runs[-1]["result"]:
        raise poll.wrong("result", what="result")
    if (count["ballots"], count["chosen"]) != (len(poll.ballots), len(told["result"]["selected"])):
        raise poll.wrong("result", what="ballots, chosen")


def check_recount(poll: Poll) -> None:
    """The votes counted again by the rule give the same projects for the same money."""
    told = poll.bundle.document(poll.file("result.json"))["result"]
    election, rule = _election(poll), poll.rule
    assert rule is not None  # check_spec has read it
    count = recount(election, rule, lots(election, poll.seed))
    found = {
        "selected": list(count.won),
        "budget": str(election.budget),
        "spent": str(election.budget - count.left),
        "left": str(count.left),
        "votes": {step["candidate"]: election.votes[step["candidate"]] for step in told["steps"]},
        "score": {step["candidate"]: election.scores[step["candidate"]] for step in told["steps"]},
    }
    steps = {name: {one["candidate"]: one[name] for one in told["steps"]} for name in ("votes", "score")}
    for name, value in found.items():
        if (published := steps.get(name, told.get(name))) != value:
            raise poll.wrong("recount", what=name, found=value, told=published)
    backwards = {one.id: -place for place, one in enumerate(sorted(election.projects, key=lambda p: p.id))}
    if not poll.seed and set(recount(election, rule, backwards).won) != set(count.won):
        raise poll.wrong("lot-lacks")
    for step in told["steps"]:
        if not _is_full(count, step):
            raise poll.wrong("full", what=step["candidate"])
    poll.chosen = list(count.won)


def _is_full(count: Count, step: Document) -> bool:
    """Tell whether a project that is said to be kept out by its group is: what is full once stays so."""
    loss = step.get("loss", {})
    if loss.get("why") not in ("cap", "quota"):
        return True
    [project] = [one for one in count.election.projects if one.id == step["candidate"]]
    group = loss["by"]
    if group not in project.groups:
        return False
    if loss["why"] == "quota":
        most = count.rule.quotas.get(group)
        return count.places.get(group) == 0 and loss["needed"] == loss["had"] == str(most)
    had = exact(loss["had"])
    left, most = count.caps.get(group), count.rule.caps.get(group, -1)
    told = exact(loss["needed"]) == project.cost and exact(loss["missing"]) == project.cost - had
    return told and left is not None and left <= had <= most and had < project.cost


def _election(poll: Poll) -> Election:
    limits = [name for name in ("caps", "quotas") if poll.spec.get(name)]
    if limits and not all("categories" in one for one in poll.spec["projects"]):
        raise poll.wrong("rule-unknown", what=limits[0])  # it does not say who is of which group
    projects = [
        Project(one["id"], int(one["cost_minor"]), frozenset(one.get("categories", ())))
        for one in poll.spec["projects"]
    ]
    return _election_of(int(poll.spec["budget_minor"]), projects, poll.cast)


# --- the count -------------------------------------------------------------------------------


class UnknownRule(Exception):
    """A part of a rule that this program cannot follow."""


@dataclass(frozen=True)
class Project:
    """One project on the ballot, with the groups that may be limited."""

    id: str
    cost: int
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Election:
    """Money, projects, and distinct ballots with how many voters cast each."""

    budget: int
    projects: Sequence[Project]
    cast: Sequence[tuple[Mapping[str, int], int]]
    votes: Mapping[str, int]
    scores: Mapping[str, int]

    @property
    def voters(self) -> int:
        """Return how many voted."""
        return sum(many for _, many in self.cast)


def election_of(budget: int, projects: Sequence[Project], cast: Iterable[Mapping[str, int]]) -> Election:
    """Return the election of single ballots."""
    return _election_of(budget, projects, Counter(tuple(sorted(choices.items())) for choices in cast))


def _election_of(budget: int, projects: Sequence[Project], many: Counter[Choices]) -> Election:
    votes, scores = ({project.id: 0 for project in projects} for _ in range(2))
    for choices, weight in many.items():
        for key, score in choices:
            votes[key] += weight
            scores[key] += weight * score
    return Election(budget, projects, [(dict(one), many[one]) for one in sorted(many)], votes, scores)


@dataclass(frozen=True)
class Rule:
    """A rule with its settings."""

    name: str
    order: str = "votes"
    utility: str = "cost"
    start: str = "exact"
    step: int | None = None
    stop: str = "overspend"
    fill: str = "none"
    min_votes: int = 0
    min_share: Fraction = Fraction(0)
    caps: Mapping[str, int] = field(default_factory=dict)
    quotas: Mapping[str, int] = field(default_factory=dict)
    exclusive: Sequence[Iterable[str]] = ()
    ties: Sequence[str] = ("lowest_cost", "most_votes", "lot")


KNOWN = {
    "": {
        *("v", "round", "rulebook", "budget_minor", "currency", "ballot", "projects", "rule", "eligibility"),
        *("caps", "quotas", "exclusive", "ties", "lot", "arith", "publication", "opens", "closes"),
        "challenge_days",
    },
    "rule": {"name", "order", "utility", "start", "step_minor", "stop", "fill"},
    "eligibility": {"min_votes", "min_share"},
    "ballot": {"type", "min", "max", "points"},
    "lot": {"alg", "beacon", "beacon_time", "fallback"},
}
CHOICES = {
    "v": (1,),
    "arith": ("exact-rational",),
    "lot.alg": ("sha256-v1",),
    "ballot.type": ("approval", "knapsack", "points", "ranking"),
    "rule.order": ("votes", "votes_per_cost"),
    "rule.utility": ("cost", "cardinality"),
    "rule.start": ("exact", "floor"),
    "rule.stop": ("overspend", "exhaustive"),
    "rule.fill": ("none", "votes-skip"),
}


def rule_of(spec: Document) -> Rule:
    """Return the rule that a document states; UnknownRule where it says anything that is not known here."""
    for name, known in KNOWN.items():
        part = spec.get(name, {}) if name else spec
        strange = part.keys() - known
        if strange:
            raise UnknownRule(f"{name} {min(strange)}".strip())
    for name, allowed in CHOICES.items():
        outer, _, inner = name.rpartition(".")
        part = spec.get(outer, {}) if outer else spec
        if part.get(inner, allowed[0]) not in allowed:
            raise UnknownRule(f"{name} {part[inner]}")
    said, ties = spec["rule"], spec.get("ties", Rule.ties)
    if said["name"] not in COUNTS or set(ties) - set(Rule.ties) or ties[-1] != "lot":
        raise UnknownRule(said["name"] if said["name"] not in COUNTS else f"ties {ties}")
    raising = said["name"] == "equal-shares" and ("stop" in said or "step_minor" in said)
    least = spec.get("eligibility", {})
    return Rule(
        name="equal-shares-add1" if raising else said["name"],
        **{key: said[key] for key in ("order", "utility", "start", "stop", "fill") if key in said},
        step=int(said["step_minor"]) if "step_minor" in said else None,
        min_votes=least.get("min_votes", 0),
        min_share=exact(str(least.get("min_share", 0))),
        caps={group: int(money) for group, money in spec.get("caps", {}).items()},
        quotas=_quotas_of(spec),
        exclusive=spec.get("exclusive", ()),
        ties=ties,
    )


def _quotas_of(spec: Document) -> dict[str, int]:
    """Return how many of each group can win; UnknownRule where a project says more of itself than is known here."""
    for one in spec.get("projects", ()):
        strange = one.keys() - {"id", "cost_minor", "categories"}
        if strange or len(set(one.get("categories", ()))) < len(one.get("categories", ())):
            raise UnknownRule(f"projects {min(strange, default='categories')}")
    found = spec.get("quotas", {})
    if not all(type(most) is int and most >= 0 for most in found.values()):
        raise UnknownRule("quotas")
    return dict(found)


def lots(election: Election, seed: str) -> dict[str, Any]:
    """Return the lot of each project: SHA-256 of seed and id; without a seed the order of the ids."""
    begin = bytes.fromhex(seed)
    return {
        one.id: hashlib.sha256(begin + one.id.encode()).digest() if seed else one.id
        for one in election.projects
    }


class Count:
    """A count under way: who has won, and what room that leaves to the others."""

    def __init__(self, election: Election, rule: Rule, drawn: Mapping[str, Any]) -> None:
        self.election, self.rule, self.drawn = election, rule, drawn
        self.left, self.caps, self.places = election.budget, dict(rule.caps), dict(rule.quotas)
        self.shut: set[str] = set()
        self.won: list[str] = []

    def fresh(self) -> Count:
        """Return the same count with nobody chosen."""
        return Count(self.election, self.rule, self.drawn)

    def take(self, project: Project) -> None:
        """Let a project win."""
        self.won.append(project.id)
        self.left -= project.cost
        for group in project.groups & self.caps.keys():
            self.caps[group] -= project.cost
        for group in project.groups & self.places.keys():
            self.places[group] -= 1
        for others in self.rule.exclusive:
            self.shut |= set(others) if project.id in others else set()

    def is_barred(self, project: Project) -> bool:
        """Tell whether another one of its kind, or a limit of its group, keeps a project out."""
        dear = any(project.cost > self.caps[group] for group in project.groups & self.caps.keys())
        full = any(not self.places[group] for group in project.groups & self.places.keys())
        return project.id in self.shut or dear or full

    def fits(self, project: Project) -> bool:
        """Tell whether there is room for a project."""
        return not self.is_barred(project) and project.cost <= self.left

    def tie(self, project: Project) -> tuple[Any, ...]:
        """Return by what a project comes before its equals."""
        by = {
            "lowest_cost": project.cost,
            "most_votes": -self.election.votes[project.id],
            "lot": self.drawn[project.id],
        }
        return tuple(by[name] for name in self.rule.ties)

    def able(self) -> list[Project]:
        """Return who can win at all: enough votes, and not dearer than everything."""
        budget, voters = self.election.budget, self.election.voters
        found = []
        for one in self.election.projects:
            least: int | Fraction = max(1, self.rule.min_votes)
            if budget:
                least = max(least, self.rule.min_share * one.cost * voters / budget)
            room = not self.is_barred(one) if self.rule.name == "greedy-no-skip" else self.fits(one)
            if room and self.election.votes[one.id] >= least:
                found.append(one)
        return found

    def walk(self, projects: Iterable[Project], *, skip: bool, by_cost: bool = False) -> None:
        """Go down the list by votes; what does not fit is passed over, or ends it."""
        score = self.election.scores

        def rank(one: Project) -> tuple[Any, ...]:
            if not by_cost:
                return (-score[one.id], *self.tie(one))
            free = not one.cost
            worth = Fraction(-score[one.id], 1 if free else one.cost)
            return (not free, worth, *self.tie(one))

        for one in sorted(projects, key=rank):
            if self.fits(one):
                self.take(one)
            elif not skip and not self.is_barred(one):
                return


def _greedy(count: Count) -> Count:
    skip = count.rule.name == "greedy"
    count.walk(count.able(), skip=skip, by_cost=count.rule.order == "votes_per_cost")
    return count


def price_of(cost: int, supporters: Iterable[tuple[Fraction, int, int]]) -> Fraction | None:
    """Return what is paid for a point so that supporters (purse, points, how many) pay a cost; None if they cannot.

    They pay alike, and whoever has less pays all they have.
    """
    poorest_first = sorted((purse / points, points, many) for purse, points, many in supporters)
    rest, shares = Fraction(cost), sum(points * many for _, points, many in poorest_first)
    for reach, points, many in poorest_first:
        if rest <= reach * shares:
            return rest / shares
        rest -= reach * points * many
        shares -= points * many
    return None


class Purses:
    """What every ballot's voters have left; ballots with the same money share one number of it, as few have any own."""

    def __init__(self, election: Election, able: Sequence[Project], purse: Fraction) -> None:
        self.values, self.kinds = [purse], [0] * len(election.cast)
        self.backers: dict[str, list[tuple[int, int, int]]] = {one.id: [] for one in able}
        for n, (choices, many) in enumerate(election.cast):
            for key in choices.keys() & self.backers.keys():
                self.backers[key].append((n, choices[key], many))

    def price(self, project: Project) -> Fraction | None:
        """Return what the supporters of a project pay for a point, or nothing where they cannot."""
        held: dict[tuple[int, int], int] = {}
        for n, points, many in self.backers[project.id]:
            key = (self.kinds[n], points)
            held[key] = held.get(key, 0) + many
        return price_of(
            project.cost, ((self.values[kind], points, many) for (kind, points), many in held.items())
        )

    def pay(self, project: Project, price: Fraction) -> None:
        """Take the price for each point, or all there is, from every supporter."""
        changed: dict[tuple[int, int], int] = {}
        for n, points, _ in self.backers[project.id]:
            key = (self.kinds[n], points)
            if key not in changed:
                before = self.values[key[0]]
                changed[key] = len(self.values)
                self.values.append(before - min(before, price * points))
            self.kinds[n] = changed[key]


def _bought(start: Count, able: Sequence[Project], purse: Fraction) -> Count:
    """Return what voters buy who begin with this purse; its money is below zero where they overspend."""
    count, purses = start.fresh(), Purses(start.election, able, purse)
    dearest = {one.id: Fraction(0) for one in able}  # money only gets less: no project gets cheaper again
    waiting = {one.id: one for one in able}
    while count.left >= 0:
        best: Fraction | None = None
        equals: list[tuple[Project, Fraction]] = []
        for one in sorted(waiting.values(), key=lambda one: dearest[one.id]):
            if best is not None and dearest[one.id] > best:
                break
            price = None if count.is_barred(one) else purses.price(one)
            if price is None:
                del waiting[one.id]
                continue
            rate = price / (one.cost if count.rule.utility == "cost" and one.cost else 1)
            dearest[one.id] = rate
            if best is None or rate < best:
                best, equals = rate, []
            equals += [(one, price)] if rate == best else []
        if not equals:
            break
        winner, price = min(equals, key=lambda pair: count.tie(pair[0]))
        purses.pay(winner, price)
        del waiting[winner.id]
        count.take(winner)
    return count


def _equal_shares(count: Count) -> Count:
    election, rule, able = count.election, count.rule, count.able()
    if not able:
        return count
    share = Fraction(election.budget, election.voters)
    purse = share if rule.start == "exact" else Fraction(share.numerator // share.denominator)
    step = rule.step or max(1, round(share / 200))
    found = _bought(count, able, purse)
    while rule.name == "equal-shares-add1" and not _settled(found, able):
        purse += step
        richer = _bought(count, able, purse)
        if richer.left < 0:
            break
        found = richer
    if rule.fill == "votes-skip":
        found.walk([one for one in able if one.id not in found.won], skip=True)
    return found


def _settled(count: Count, able: Iterable[Project]) -> bool:
    """Tell whether richer purses could not buy more, or the rule stops as nothing fits any more."""
    rest = [one for one in able if one.id not in count.won]
    if count.rule.stop == "exhaustive":
        return not any(map(count.fits, rest))
    return all(map(count.is_barred, rest))


def _phragmen(count: Count) -> Count:
    cast, waiting = count.election.cast, count.able()
    if any(score != 1 for choices, _ in cast for score in choices.values()):
        raise UnknownRule("phragmen, points")
    spent = [Fraction(0)] * len(cast)  # when the money of each ballot was spent last
    while waiting := [one for one in waiting if one.id not in count.won and not count.is_barred(one)]:
        times = {one.id: _due(count.election, one, spent) for one in waiting}
        winner = min(waiting, key=lambda one: (times[one.id], *count.tie(one)))
        if winner.cost > count.left:
            break
        spent = [
            times[winner.id] if winner.id in choices else spent[n] for n, (choices, _) in enumerate(cast)
        ]
        count.take(winner)
    return count


def _due(election: Election, project: Project, spent: Sequence[Fraction]) -> Fraction:
    """Return when the supporters of a project, whose money grows alike, can buy it."""
    supporters = ((n, many) for n, (choices, many) in enumerate(election.cast) if project.id in choices)
    return (project.cost + sum(many * spent[n] for n, many in supporters)) / Fraction(
        election.votes[project.id]
    )


COUNTS: dict[str, Callable[[Count], Count]] = {
    "greedy": _greedy,
    "greedy-no-skip": _greedy,
    "equal-shares": _equal_shares,
    "equal-shares-add1": _equal_shares,
    "phragmen": _phragmen,
}


def recount(election: Election, rule: Rule, drawn: Mapping[str, Any]) -> Count:
    """Count an election, plainly and in exact fractions."""
    return COUNTS[rule.name](Count(election, rule, drawn))


# --- the file of other people's tools ----------------------------------------------------------


def _pabulib(poll: Poll) -> tuple[dict[str, str], list[dict[str, str]], Counter[frozenset[tuple[str, int]]]]:
    """Return what vote.pb says: of itself, of each project, and how often each vote was cast."""
    found: dict[str, list[dict[str, str]]] = {"META": [], "PROJECTS": []}
    votes = Counter[frozenset[tuple[str, int]]]()
    section, columns, meta = "", list[str](), dict[str, str]()
    with io.TextIOWrapper(poll.bundle.opened(poll.file("vote.pb")), "utf-8", newline="") as text:
        for row in csv.reader(text, delimiter=";"):
            if len(row) == 1 and row[0] in ("META", "PROJECTS", "VOTES"):
                section, columns = row[0], []
                meta = {each["key"]: each["value"] for each in found["META"]}
            elif not columns:
                columns = row
            elif section == "VOTES":
                votes[_vote(dict(zip(columns, row, strict=True)), meta)] += 1
            else:
                found[section].append(dict(zip(columns, row, strict=True)))
    return meta, found["PROJECTS"], votes


def check_pabulib(poll: Poll) -> None:
    """vote.pb holds the money, the projects and the ballots that were counted."""
    meta, listed, votes = _pabulib(poll)
    costs = {row["project_id"]: exact(row["cost"]) * 100 for row in listed}
    if exact(meta["budget"]) * 100 != int(poll.spec["budget_minor"]):
        raise poll.wrong("pabulib", what="budget")
    if costs != {one["id"]: int(one["cost_minor"]) for one in poll.spec["projects"]}:
        raise poll.wrong("pabulib", what="PROJECTS")
    groups = {one["id"]: sorted(one["categories"]) for one in poll.spec["projects"] if "categories" in one}
    if groups and {row["project_id"]: sorted(row["category"].split(",")) for row in listed} != groups:
        raise poll.wrong("pabulib", what="category")
    won = {row["project_id"] for row in listed if row["selected"] == "1"}
    if won != set(poll.chosen):
        raise poll.wrong("pabulib", what="selected")
    if votes != Counter({frozenset(choices): many for choices, many in poll.cast.items()}):
        raise poll.wrong("pabulib", what="VOTES")


def _vote(row: Mapping[str, str], meta: Mapping[str, str]) -> frozenset[tuple[str, int]]:
    named = row["vote"].split(",") if row["vote"] else []
    if meta["vote_type"] == "cumulative":
        scores = [int(points) for points in row["points"].split(",") if points]
    elif meta["vote_type"] == "ordinal":
        scores = [int(meta["max_length"]) - place for place in range(len(named))]
    else:
        scores = [1] * len(named)
    return frozenset(zip(named, scores, strict=True))


# --- a list that is signed ----------------------------------------------------------------------


def check_list(bundle: Bundle) -> Iterator[Wrong]:
    """The list of the files is the one that the site signed, wherever it has a key."""
    there = "log.vkey" in bundle.files
    word = bundle.pinned or (bundle.data("log.vkey").decode("utf-8", "replace") if there else "")
    note = bundle.folder / MANIFEST_NOTE
    form, pinned = (MANIFEST_FORM, "list-note"), bool(bundle.pinned)
    bundle.vouched = list_signed(note, form, bundle.list_sha256, word, pinned=pinned)
    yield from ()


def list_signed(note: Path, kind: tuple[str, str], digest: str, word: str, *, pinned: bool) -> str:
    """Return whose key signed the list beside a note, nothing where no key is known; `word` is the key.

    `kind` is the first line of what is signed, and the key in WORDS of what is wrong with it.

    Raises:
        Wrong: the signature is gone, false, or of another key.
    """
    form, what = kind
    if not note.is_file():
        if word:
            raise Wrong(f"{what}-gone")
        return ""
    try:
        text, _, lines = _read(note).decode("utf-8").partition("\n\n")
        signatures = signatures_of(lines)
    except ValueError as error:
        raise Wrong(f"{what}-form") from error
    if not word:
        return ""
    key = key_of(word)
    boxes = [box for name, box in signatures if name == key.name and box[:4] == key.id]
    wanted = f"{form}\n{key.name}\n{digest}"
    if text != wanted or not any(is_signed(key.public, f"{text}\n".encode(), box[4:]) for box in boxes):
        raise Wrong(what)
    return "key-pinned" if pinned else "key-found"


# --- the tables ------------------------------------------------------------------------------

TABLE = re.compile(r"tables/([a-z_]+)\.json", re.ASCII)
BLACKED = re.compile(r"〔[^〔〕]{2,8}已隐去〕|\*\*$")
CORRECTING = ("disclosure.correct", "disclosure.take-down")
HIDDEN = ("draft", "returned", "submitted", "withdrawn")  # states of projects that are not in the table
Row = dict[str, Any]


@dataclass
class Tables:
    """The tables of a download, and where the journal and the disclosures speak of their rows: entries by their numbers."""

    bundle: Bundle
    corrected: set[str] = field(default_factory=set)  # projects whose words were corrected in a disclosure
    newest: dict[str, int] = field(default_factory=dict)  # the last disclosure of spending of a project
    results: dict[str, int] = field(default_factory=dict)  # the last disclosure of the result of a project
    last: dict[str, int] = field(default_factory=dict)  # the last step of a project
    counts: dict[Any, int] = field(default_factory=dict)  # the count of a vote of a council
    again: list[tuple[Any, int]] = field(default_factory=list)  # votes that were counted a second time
    many: int = 0  # rows that were looked at
    held: tuple[str, Document] = ("", {})  # the disclosure that was read last

    @classmethod
    def of(cls, bundle: Bundle) -> Tables:
        """Look through the journal, and find the last disclosures of the spending and of the result of each project."""
        found = cls(bundle)
        for entry in bundle.entries:
            facts, (kind, _, number) = entry["facts"], entry["subject"].partition("/")
            if kind == "project" and "to" in facts:
                found.last[number] = entry["seq"]
            if "vote" in facts and {"for", "against", "abstain"} <= facts.keys():
                if facts["vote"] in found.counts:
                    found.again.append((facts["vote"], entry["seq"]))
                found.counts[facts["vote"]] = entry["seq"]
        found.corrected = {entry["subject"] for entry in bundle.entries.of(*CORRECTING)}
        versions: dict[tuple[str, str], int] = {}
        last = {"spending": found.newest, "result": found.results}
        for row in found.rows("disclosures"):
            kind, project = row["kind"], row["project_number"]
            if kind in last and row["version"] > versions.get((kind, project), 0):
                versions[kind, project], last[kind][project] = row["version"], row["id"]
        return found

    def rows(self, name: str) -> Iterator[Row]:
        """Yield the rows of a table."""
        with self.bundle.opened(f"tables/{name}.json") as file:
            try:
                for row in _rows_of(file):
                    if not isinstance(row, dict):
                        raise TypeError("a row is no object")
                    yield row
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise Wrong("table-form", table=name) from error

    def entries(self, *verbs: str) -> Iterator[Document]:
        """Yield the entries of some acts, in their order."""
        return self.bundle.entries.of(*verbs)

    def entry(self, seq: int) -> Document:
        """Return an entry by its number."""
        return self.bundle.entries[seq - 1]

    def numbers(self, *verbs: str) -> dict[str, int]:
        """Return the number of the last entry of some acts for what each is about: 12 of `meeting/12`."""
        return {entry["subject"].partition("/")[2]: entry["seq"] for entry in self.entries(*verbs)}

    def spending(self, project: str) -> tuple[str, Document]:
        """Return the last disclosure of spending of a project: its file and what it says, nothing where there is none."""
        name = f"disclosures/{self.newest.get(project)}.json"
        if name not in self.bundle.files:
            return "", {}
        if self.held[0] != name:
            self.held = (name, self.bundle.document(name))
        return self.held

    def result(self, project: str) -> Document:
        """Return what the last disclosure of the result of a project says, nothing where there is none."""
        name = f"disclosures/{self.results.get(project)}.json"
        return self.bundle.document(name) if name in self.bundle.files else {}

    def is_corrected(self, row: Row) -> bool:
        """Tell whether words of a row's project were corrected, so that they may read otherwise than in its entry."""
        return f"project/{row['project_number']}" in self.corrected


def _once(pairs: list[tuple[str, Any]]) -> Document:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


_strictly = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_refused, parse_float=_refused).decode


def _rows_of(file: IO[bytes]) -> Iterator[Any]:
    """Yield what stands in the list of a table: a line each as the site writes it, else the whole is read at once."""
    head = file.readline()
    if not head.endswith(b'"rows": [\n'):
        rows = _strictly((head + file.read()).decode())["rows"]
        if not isinstance(rows, list):
            raise TypeError("no list")
        yield from rows
        return
    _strictly((head + b"]}").decode())
    more, line = None, b""  # whether another row must come; nothing before the first
    for line in map(bytes.strip, file):
        if line == b"]}":
            break
        if line:
            if more is False:
                raise ValueError("no comma")
            more = line.endswith(b",")
            yield _strictly(line.removesuffix(b",").decode())
    if more or line != b"]}" or file.read().strip():
        raise ValueError("cut off")


# Columns in which people write: only there is personal data blacked out.
WORDED = frozenset({
    "title", "payee", "payer", "purpose", "voucher", "document", "supplier", "contract_number", "reason", "reply",
    "lessons", "entered_reason", "removed_reason", "headline", "scope", "refused_reason", "failed_items",
})  # fmt: skip


def reads(cell: object, told: object, column: str) -> bool:
    """Tell whether a cell says what was told: the same, or in words with personal data blacked out; an amount in fen."""
    if cell is None or told is None:
        return cell in (None, "") and told in (None, "")
    if isinstance(cell, bool) or not isinstance(cell, str):
        return str(cell) == str(told)
    if cell == str(told):
        return True
    if column not in WORDED:
        return False
    parts, text = BLACKED.split(cell), str(told)
    if cell.endswith("**") and len("".join(text.split())) > 3:
        return False  # only of a person the family name alone is told
    return len(parts) > 1 and re.fullmatch(".*".join(map(re.escape, parts)), text, re.DOTALL) is not None


def compared_row(table: str, name: object, row: Row, told: Document, entry: Document) -> Iterator[Wrong]:
    """Name every column of a row that an entry tells otherwise."""
    for column, value in told.items():
        if value is not None and not reads(row[column], value, column):
            yield Wrong(
                "row-entry",
                table=table,
                row=name,
                column=column,
                found=row[column],
                told=value,
                seq=entry["seq"],
            )


def compared_body(table: str, name: object, row: Row, told: Document, file: str) -> Iterator[Wrong]:
    """Name every column of a row that a disclosure tells otherwise."""
    for column, value in told.items():
        if value is not None and not reads(row[column], value, column):
            yield Wrong(
                "row-file", table=table, row=name, column=column, found=row[column], told=value, file=file
            )


def compared_shown(
    tables: Tables, table: str, name: object, row: Row, columns: Sequence[str]
) -> Iterator[Wrong]:
    """Name every column of a row that the disclosure of spending shows otherwise; words may read as corrected in that of the result."""
    project, ref = row["project_number"], str(row["id"])
    file, body = tables.spending(project)
    later = tables.result(project) if tables.is_corrected(row) else {}
    others = [shown for shown in later.get(table, ()) if shown["ref"] == ref]
    for shown in body.get(table, ()):
        if shown["ref"] == ref:
            parts = {
                column: shown.get(column)
                for column in columns
                if column not in WORDED
                or not any(reads(row[column], each.get(column), column) for each in others)
            }
            yield from compared_body(table, name, row, parts, file)


def matched(table: str, rows: Mapping[Any, Row], entries: Mapping[Any, Document]) -> Iterator[Wrong]:
    """Name every row without an entry, and every entry without a row."""
    for key in rows.keys() - entries.keys():
        yield Wrong("row-alone", table=table, row=key)
    for key, entry in entries.items():
        if key not in rows:
            yield Wrong("entry-alone", table=table, row=key, seq=entry["seq"], verb=entry["verb"])


def left(tables: Tables, table: str, seqs: Mapping[Any, int]) -> Iterator[Wrong]:
    """Name every entry for which no row came."""
    for key, seq in seqs.items():
        yield Wrong("entry-alone", table=table, row=key, seq=seq, verb=tables.entry(seq)["verb"])


def check_forms(tables: Tables) -> Iterator[Wrong]:
    """Both forms of each table hold the same cells."""
    for name in list(tables.bundle.files):
        if (found := TABLE.fullmatch(name)) and found[1] != "dictionary":
            line = _first_other(tables, found[1])
            if line:
                yield Wrong("table-forms", table=found[1], line=line)


def _first_other(tables: Tables, name: str) -> int:
    with io.TextIOWrapper(tables.bundle.opened(f"tables/{name}.csv"), "utf-8-sig", newline="") as text:
        lines = csv.reader(text)
        head = next(lines, [])
        for number, (row, cells) in enumerate(zip_longest(tables.rows(name), lines), start=1):
            if row is None or cells is None or len(cells) != len(head) or list(row) != head:
                return number
            tables.many += 1
            for cell, value in zip(cells, row.values(), strict=True):
                wanted = (
                    "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
                )
                if cell not in (wanted, f"'{wanted}"):
                    return number
    return 0


# What names a row, where one could be put before another; rows of other tables are counted one by one.
KEYS = {
    "allocations": (("number",),),
    "suppliers": (("credit_code",),),
    "library": (("project_number", "version"),),
    "objections": (("id",),),
    "changes": (("id",), ("project_number", "position")),
    "inspections": (("id",),),
    "polls": (("id",),),
    "poll_options": (("poll_id", "position"), ("poll_id", "project_number")),
}


def check_rows(tables: Tables) -> Iterator[Wrong]:
    """An amount in yuan is the one in fen beside it, and no two rows have the same name."""
    for file in list(tables.bundle.files):
        if not (found := TABLE.fullmatch(file)) or found[1] == "dictionary":
            continue
        name, seen = found[1], set[tuple[object, ...]]()
        for row in tables.rows(name):
            for columns in KEYS.get(name, ()):
                key = (columns, *(row[column] for column in columns))
                if key in seen and None not in key:
                    yield Wrong("row-twice", table=name, row=" ".join(map(str, key[1:])))
                seen.add(key)
            yield from _yuan_wrong(name, row)


def _yuan_wrong(name: str, row: Row) -> Iterator[Wrong]:
    for column in row:
        if column.endswith("_fen"):
            fen, other = row[column], f"{column.removesuffix('_fen')}_yuan"
            told = None if fen is None else f"{'-' * (fen < 0)}{abs(fen) // 100}.{abs(fen) % 100:02}"
            if other in row and row[other] != told:
                facts = {"row": next(iter(row.values())), "column": other, "found": row[other], "told": told}
                yield Wrong("row-sum", table=name, **facts)


def check_projects(tables: Tables) -> Iterator[Wrong]:
    """A project stands where its last step led it, with the money that was approved and that its disclosures tell."""
    began = any(True for _ in tables.entries("project.submit"))  # else no project here began in this journal
    last, approved = dict(tables.last), tables.numbers("project.approve", "project.fast-track")
    for row in tables.rows("projects"):
        number = row["number"]
        seq = last.pop(number, 0)
        if seq:
            step = tables.entry(seq)
            yield from compared_row("projects", number, row, {"state": step["facts"]["to"]}, step)
        elif began:
            yield Wrong("row-alone", table="projects", row=number)
        file, body = tables.spending(number)
        if body:
            parts = {f"approved_{part}": body.get(part) for part in ("fiscal_fen", "social_fen")}
            yield from compared_body("projects", number, row, parts, file)
        elif number in approved:
            approval = tables.entry(approved[number])
            parts = {f"approved_{part}": approval["facts"].get(part) for part in ("fiscal_fen", "social_fen")}
            yield from compared_row("projects", number, row, parts, approval)
        elif began and (row["approved_fiscal_fen"] or row["approved_social_fen"]):
            yield Wrong("row-sum", table="projects", row=number, column="approved_fiscal_fen",
                        found=row["approved_fiscal_fen"], told=0)  # fmt: skip
    if began:
        gone = {key: seq for key, seq in last.items() if tables.entry(seq)["facts"]["to"] not in HIDDEN}
        yield from left(tables, "projects", gone)


def check_listed(tables: Tables) -> Iterator[Wrong]:
    """The table of disclosures, their list, and what they say of themselves are one; both are in the order of numbers."""
    rows, listed = tables.rows("disclosures"), tables.bundle.rows("disclosures.jsonl")
    row, told = next(rows, None), next(listed, None)
    while row is not None or told is not None:
        if told is None or (row is not None and row["id"] < told["id"]):
            assert row is not None
            yield Wrong("row-alone", table="disclosures", row=row["id"])
            row = next(rows, None)
        elif row is None or told["id"] < row["id"]:
            number, seq = told["id"], told["entry"]
            yield Wrong("entry-alone", table="disclosures", row=number, seq=seq, verb=told["kind"])
            told = next(listed, None)
        else:
            yield from _line_wrong(tables, row, told)
            row, told = next(rows, None), next(listed, None)


def _line_wrong(tables: Tables, row: Row, told: Document) -> Iterator[Wrong]:
    number, file = row["id"], "disclosures.jsonl"
    plain = {"kind": told["kind"], "version": told["version"], "sha256": told["sha256"]}
    yield from compared_body("disclosures", number, row, plain, file)
    for column in ("published_at", "taken_down_at"):
        if _instant(row[column]) != _instant(told[column]):
            yield from compared_body("disclosures", number, row, {column: told[column]}, file)
    name = f"disclosures/{number}.json"
    if name in tables.bundle.files:
        yield from _body_wrong(tables, row, told, name)


def _body_wrong(tables: Tables, row: Row, told: Document, name: str) -> Iterator[Wrong]:
    body = tables.bundle.document(name)
    for column in ("kind", "version"):
        if column in body and body[column] != told[column]:
            yield Wrong("body-place", id=row["id"], column=column, told=told[column], found=body[column])
    parts = {"project_number": body.get("project"), "amount_fen": body.get("amount_fen")}
    if not tables.is_corrected(row):
        parts["headline"] = body.get("headline")
    yield from compared_body("disclosures", row["id"], row, parts, name)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def check_objections(tables: Tables) -> Iterator[Wrong]:
    """As many objections as were filed and not taken back, answered as the journal says, each reply by its fingerprint."""
    filed = Counter(
        entry["subject"]
        for entry in tables.entries("objection.file", "project.object")
        if "step" not in entry["facts"]  # one that was taken further holds the notice up once more
    )
    filed.subtract(e["subject"] for e in tables.entries("objection.withdraw") if not e["facts"].get("reason"))
    replies: dict[str, array[int]] = {}
    answers, here, answered = Counter[str](), Counter[str](), Counter[str]()
    for entry in tables.entries("objection.reply"):
        replies.setdefault(entry["subject"], array("Q")).append(entry["seq"])
        answers[entry["subject"]] += _answers(entry["facts"])
    for row in tables.rows("objections"):
        subject = f"project/{row['project_number']}"
        here[subject] += 1
        if row["outcome"] is not None:
            answered[subject] += 1
            told = [tables.entry(seq)["facts"] for seq in replies.get(subject, ())]
            yield from _reply_wrong(tables, row, told)
    for subject in sorted(filed.keys() | here.keys()):
        for what, wanted, found in (
            ("objections", filed[subject], here[subject]),
            ("replies", answers[subject], answered[subject]),
        ):
            if wanted != found:
                number = subject.partition("/")[2]
                yield Wrong("row-count", table="objections", row=number, what=what, told=wanted, found=found)


def _answers(facts: Document) -> int:
    """Return how many objections a reply answers: those that were put together are named."""
    together = facts.get("objections")
    return len(together) if isinstance(together, list) else 1


def _reply_wrong(tables: Tables, row: Row, answers: list[Document]) -> Iterator[Wrong]:
    """Find the reply of a row among the entries of its project: by the words, the outcome and what follows."""
    parts = ("ground", "outcome", "effect")
    column = ", ".join(parts)
    same = [facts for facts in answers if all(facts.get(part, row[part]) == row[part] for part in parts)]
    if same and not tables.is_corrected(row):
        mine = sha256((row["reply"] or "").encode())
        same, column = [facts for facts in same if facts.get("sha256", mine) == mine], "reply"
    if not same:
        yield Wrong(
            "row-reply", table="objections", row=row["id"], column=column, project=row["project_number"]
        )


ABOVE = ("street", "district")


def check_above(tables: Tables) -> Iterator[Wrong]:
    """What the street and the district were asked and answered is as the journal tells it; what holds is the highest answer."""
    asked, answers = _taken_above(tables)
    is_told = any("objection" in entry["facts"] for entry in tables.entries("objection.escalate"))
    here = Counter[tuple[str, str]]()
    for row in tables.rows("objections"):
        if "holds" not in row:
            if is_told:
                raise Wrong("table-form", table="objections")
            return  # a download of an earlier version
        subject, last = f"project/{row['project_number']}", row["outcome"]
        for step in ABOVE:
            place = (subject, step)
            here[place] += row[f"{step}_outcome"] is not None
            yield from _asked_wrong(tables, row, step, asked.get(place, ()))
            yield from _answer_wrong(tables, row, step, answers.get(place, ()))
            last = row[f"{step}_outcome"] or last
        yield from compared_body(
            "objections", row["id"], row, {"holds": last or ""}, "tables/objections.json"
        )
    for place in sorted(answers.keys() | here.keys()):
        wanted, found = len(answers.get(place, ())), here[place]
        if wanted != found:
            number, what = place[0].partition("/")[2], f"{place[1]}_outcome"
            yield Wrong("row-count", table="objections", row=number, what=what, told=wanted, found=found)


def _taken_above(
    tables: Tables,
) -> tuple[dict[tuple[str, str], array[int]], dict[tuple[str, str], array[int]]]:
    """Return by project and step the entries that took objections there, and those that answered them."""
    asked: dict[tuple[str, str], array[int]] = {}
    answers: dict[tuple[str, str], array[int]] = {}
    for entry in tables.entries("objection.escalate"):
        asked.setdefault((entry["subject"], entry["facts"]["step"]), array("Q")).append(entry["seq"])
    for step in ABOVE:
        for entry in tables.entries(f"objection.answer-{step}"):
            answers.setdefault((entry["subject"], step), array("Q")).append(entry["seq"])
    return asked, answers


def _asked_wrong(tables: Tables, row: Row, step: str, seqs: Iterable[int]) -> Iterator[Wrong]:
    column, due = f"{step}_asked_on", f"{step}_due_on"
    mine, others = _of_objection(tables, row, seqs)
    if mine:
        told = {column: _shanghai(mine["at"]), due: mine["facts"].get("answer_by")}
        yield from compared_row("objections", row["id"], row, told, mine)
    elif row[column] is not None and row[column] not in [_shanghai(each["at"]) for each in others]:
        yield _nowhere(row, column)


def _answer_wrong(tables: Tables, row: Row, step: str, seqs: Iterable[int]) -> Iterator[Wrong]:
    """Compare the answer of a step with its entry; one from before entries named the objection is found by what it says."""
    mine, others = _of_objection(tables, row, seqs)
    seal = sha256((row[f"{step}_answer"] or "").encode())
    same_words = tables.is_corrected(row) or BLACKED.search(row[f"{step}_answer"] or "") is not None
    if not mine:
        told = (row["ground"], row[f"{step}_outcome"], row[f"{step}_effect"], row[f"{step}_answered_on"])
        if told[1:] != (None, None, None) and not any(
            told == (facts["ground"], facts["outcome"], facts["effect"], _shanghai(each["at"]))
            and (same_words or facts["sha256"] == seal)
            for each in others
            for facts in (each["facts"],)
        ):
            yield _nowhere(row, f"{step}_outcome, {step}_answer")
        return
    facts = mine["facts"]
    told_by = {f"{step}_{part}": facts[part] for part in ("outcome", "effect", "late_days")}
    told_by[f"{step}_answered_on"] = _shanghai(mine["at"])
    yield from compared_row("objections", row["id"], row, told_by, mine)
    if not same_words and facts["sha256"] != seal:
        yield _nowhere(row, f"{step}_answer")


def _of_objection(tables: Tables, row: Row, seqs: Iterable[int]) -> tuple[Document | None, list[Document]]:
    """Return the entry that names the objection of a row, and those that name none: they are of an earlier time."""
    found = [tables.entry(seq) for seq in seqs]
    mine = [each for each in found if each["facts"].get("objection") == row["id"]]
    return mine[0] if mine else None, [each for each in found if "objection" not in each["facts"]]


def _nowhere(row: Row, column: str) -> Wrong:
    return Wrong("row-reply", table="objections", row=row["id"], column=column, project=row["project_number"])


def _shanghai(told: str) -> str:
    """Return the day in Shanghai of a moment in the journal."""
    at = _instant(told)
    return (at + timedelta(hours=8)).date().isoformat() if at else ""


def check_votes(tables: Tables) -> Iterator[Wrong]:
    """Every count of a council is the one that the journal tells."""
    counts = dict(tables.counts)
    opened = {entry["facts"].get("vote"): entry["seq"] for entry in tables.entries("project.open-vote")}
    yield from (Wrong("vote-twice", vote=vote, seq=seq) for vote, seq in tables.again)
    for row in tables.rows("votes"):
        seq = counts.pop(row["id"], 0)
        if not seq:
            yield Wrong("row-alone", table="votes", row=row["id"])
            continue
        entry = tables.entry(seq)
        facts = entry["facts"]
        told = {"in_favour": facts["for"], "against": facts["against"], "abstain": facts["abstain"],
                "base": facts.get("base"), "need_for": facts.get("need"), "meeting_id": facts.get("meeting"),
                "position": facts.get("item"), "project_number": entry["subject"].removeprefix("project/"),
                "carried": facts.get("carried", entry["verb"] == "project.pass")}  # fmt: skip
        if row["state"] != "set_aside":
            told["state"] = "carried" if told["carried"] else "not_carried"
        yield from compared_row("votes", row["id"], row, told, entry)
        if row["id"] in opened:
            entry = tables.entry(opened[row["id"]])
            told = {
                column: entry["facts"].get(column)
                for column in ("due", "present", "recused", "mode", "special")
            }
            yield from compared_row("votes", row["id"], row, told, entry)
    yield from left(tables, "votes", counts)


def check_meetings(tables: Tables) -> Iterator[Wrong]:
    """Every meeting was called, and as many were due as it opened with."""
    called, begun = tables.numbers("meeting.call"), tables.numbers("meeting.open")
    none = not called
    for row in tables.rows("meetings"):
        number = str(row["id"])
        if not called.pop(number, none):
            yield Wrong("row-alone", table="meetings", row=number)
        if number in begun:
            entry = tables.entry(begun[number])
            due = {"members_due": entry["facts"].get("due")}
            yield from compared_row("meetings", number, row, due, entry)
    yield from left(tables, "meetings", called)


def check_poll_rows(tables: Tables) -> Iterator[Wrong]:
    """Every counted poll has the voters, the turnout and the votes that its entries and its result tell."""
    opened, closed, counted = (tables.numbers(verb) for verb in ("poll.open", "poll.close", "poll.count"))
    cancelled, missed = tables.numbers("poll.cancel"), dict(counted)
    polls: dict[int, Row] = {}
    for row in tables.rows("polls"):
        number = str(row["id"])
        if row["imported"]:
            continue
        if not missed.pop(number, 0):
            yield Wrong("row-alone", table="polls", row=number)
            continue
        polls[row["id"]] = {column: row[column] for column in ("id", "options", "chosen")}
        entry = tables.entry(opened[number])
        parts = {"on_roll": entry["facts"].get("voters"), "spec_hash": entry["facts"].get("spec")}
        yield from compared_row("polls", number, row, parts, entry)
        yield from _terms_wrong(tables, row)
        if row["took_part"] is not None:
            entry = tables.entry(closed[number])
            yield from compared_row("polls", number, row, {"took_part": entry["facts"]["took_part"]}, entry)
    yield from left(tables, "polls", {key: missed[key] for key in missed.keys() - cancelled.keys()})
    options: dict[int, list[Row]] = {}
    for row in tables.rows("poll_options"):
        if row["poll_id"] in polls:
            slim = {column: row[column] for column in OPTION}
            options.setdefault(row["poll_id"], []).append(slim)
    places = _places(tables)
    for poll in polls.values():
        given = options.get(poll["id"], [])
        yield from _places_wrong(tables, given, places.get(poll["id"], {}))
        yield from _options_wrong(tables, poll, given)


OPTION = ("number", "position", "project_number", "rank", "votes", "selected", "cost_fen")


def _terms_wrong(tables: Tables, row: Row) -> Iterator[Wrong]:
    """Compare the money and the days of a poll with its rule."""
    name = f"polls/{row['id']}/spec.json"
    spec = tables.bundle.document(name)
    yield from compared_body("polls", row["id"], row, {"budget_fen": spec["budget_minor"]}, name)
    for column, told in (("opens_at", spec["opens"]), ("closes_at", spec["closes"])):
        if _instant(row[column]) != _instant(told):
            yield from compared_body("polls", row["id"], row, {column: told}, name)


def _places(tables: Tables) -> dict[Any, dict[str, int]]:
    """Return by poll and project the entry by which the project left the poll."""
    found: dict[Any, dict[str, int]] = {}
    for entry in tables.entries("project.leave-poll"):
        project = entry["subject"].removeprefix("project/")
        found.setdefault(entry["facts"].get("poll"), {})[project] = entry["seq"]
    return found


def _places_wrong(tables: Tables, options: list[Row], places: Mapping[str, int]) -> Iterator[Wrong]:
    """Compare the place of each project with the entry by which it left the poll."""
    for row in options:
        if seq := places.get(row["project_number"]):
            entry = tables.entry(seq)
            rank = {"rank": entry["facts"].get("rank") or None}
            yield from compared_row("poll_options", row["number"], row, rank, entry)


def _options_wrong(tables: Tables, poll: Row, options: list[Row]) -> Iterator[Wrong]:
    """Compare the options of a poll with its rule and its result, which other checks hold against the ballots."""
    spec, name = f"polls/{poll['id']}/spec.json", f"polls/{poll['id']}/result.json"
    projects = tables.bundle.document(spec)["projects"]
    result = tables.bundle.document(name)["result"]
    votes = {step["candidate"]: step["votes"] for step in result["steps"]}
    parts = {"options": len(projects), "chosen": len(result["selected"])}
    yield from compared_body("polls", poll["id"], poll, parts, name)
    if len(options) != len(projects):
        yield Wrong(
            "row-sum",
            table="poll_options",
            row=poll["id"],
            column="rows",
            found=len(options),
            told=len(projects),
        )
        return
    for row in options:
        one = projects[row["position"] - 1]
        cells: Document = {
            "votes": votes.get(one["id"]),
            "selected": one["id"] in result["selected"],
            "cost_fen": one["cost_minor"],
        }
        yield from compared_body("poll_options", row["number"], row, cells, name)


def check_allocations(tables: Tables) -> Iterator[Wrong]:
    """What each community was given is the sum of the orders in the journal; only a closed year adds what went over."""
    columns = ("community_name", "year", "allocated_fen")
    rows = {row["number"]: {each: row[each] for each in columns} for row in tables.rows("allocations")}
    names = {(row["community_name"], str(row["year"])): number for number, row in rows.items()}
    entries, sums = dict[str, Document](), Counter[str]()
    for entry in tables.entries("fund.allocate", "fund.adjust", "fund.reallocate"):
        facts, fen = entry["facts"], int(entry["facts"]["amount_fen"])
        number = entry["subject"].removeprefix("fund/").replace("/", "-")
        entries[number] = entry
        sums[number] += -fen if entry["verb"] == "fund.reallocate" else fen
        if entry["verb"] == "fund.reallocate":
            sums[names.get((facts["taker"], facts["year"]), "")] += fen
    over = {
        int(entry["facts"]["year"]) + 1: int(entry["facts"]["moved_fen"])
        for entry in tables.entries("year.close")
    }
    if entries:
        yield from matched("allocations", {key: rows[key] for key in rows if rows[key]["year"] not in over}, {
            key: each for key, each in entries.items() if int(key.rpartition("-")[2]) not in over or key not in rows
        })  # fmt: skip
    for number in rows.keys() & entries.keys():
        row = rows[number]
        more = row["allocated_fen"] - sums[number]
        if more and not 0 < more <= over.get(row["year"], 0):
            yield Wrong("row-sum", table="allocations", row=number, column="allocated_fen",
                        found=row["allocated_fen"], told=sums[number])  # fmt: skip


def check_contracts(tables: Tables) -> Iterator[Wrong]:
    """Every contract has the sum, the supplier and the day of its entry, and the changes that were agreed to since."""
    signed = tables.numbers("project.sign-contract")
    changed: dict[str, array[int]] = {}
    for entry in tables.entries(*AGREED_TO):
        changed.setdefault(entry["subject"].partition("/")[2], array("Q")).append(entry["seq"])
    owed = _owed(tables)
    for row in tables.rows("contracts"):
        number = row["project_number"]
        due = row.get("audit_owed_fen", owed[number])  # a download of an earlier version does not tell it
        if due != owed[number]:
            yield Wrong(
                "row-sum",
                table="contracts",
                row=number,
                column="audit_owed_fen",
                found=due,
                told=owed[number],
            )
        seq = signed.pop(number, 0)
        if not seq:
            yield Wrong("row-alone", table="contracts", row=number)
            continue
        changes = [tables.entry(each)["facts"] for each in changed.get(number, ())]
        entry = tables.entry(seq)
        yield from compared_row(
            "contracts", number, row, _signed(tables, row, entry["facts"], changes), entry
        )
        file, body = tables.spending(number)
        agreed = body.get("contract") or {}
        parts = {part: agreed.get(part) for part in AGREED}
        parts["supplier_credit_code"] = agreed.get("credit_code")
        yield from compared_body("contracts", number, row, parts, file)
    yield from left(tables, "contracts", signed)


ASK, VOTED_ON = ("change.ask",), ("vote.close", "change.vote-down")
AGREED_TO = ("change.agree", "change.agree-large", "change.enact")
REFUSED = ("change.refuse", "change.vote-down")
ASKED = {"before_fen": "was_fen", "after_fen": "now_fen", "amount_fen": "amount_fen", "fiscal_fen": "fiscal_fen",
         "social_fen": "social_fen", "days": "days", "ends_on": "ends_on", "decides": "decides"}  # fmt: skip


def check_changes(tables: Tables) -> Iterator[Wrong]:
    """Every change of a contract was asked for as its row says, and agreed to or refused as the journal tells."""
    asked, ends, votes = (_of_changes(tables, *verbs) for verbs in (ASK, AGREED_TO + REFUSED, VOTED_ON))
    if not asked and "tables/changes.json" not in tables.bundle.files:
        return  # a download of an earlier version
    for row in tables.rows("changes"):
        name = f"{row['project_number']} ({row['position']})"
        seq, end, vote = asked.pop(name, 0), ends.get(name, 0), votes.get(name, 0)
        if not seq:
            yield Wrong("row-alone", table="changes", row=name)
            continue
        yield from _asked_otherwise(tables, row, name, tables.entry(seq))
        yield from _ended_wrong(tables, row, name, tables.entry(end) if end else {})
        told = {"vote": tables.entry(vote)["facts"]["vote"] if vote else ""}
        yield from compared_row("changes", name, row, told, tables.entry(vote or seq))
        yield from compared_shown(tables, "changes", name, row, ("position", "reason", "scope", "ends_on"))
    yield from left(tables, "changes", asked)


def _asked_otherwise(tables: Tables, row: Row, name: str, entry: Document) -> Iterator[Wrong]:
    """Compare a change with the entry that asked for it: its figures, its days and, where they were not corrected, its words."""
    facts = entry["facts"]
    told = {column: facts[fact] for column, fact in ASKED.items()} | _moved(row, "asked_at", entry)
    ends = datetime.fromisoformat(facts["ends_on"]) - timedelta(days=facts["days"])
    told["ends_before"] = ends.date().isoformat()
    if not tables.is_corrected(row):
        told["reason"] = facts["reason"]
        scope, seal = row["scope"] or "", facts.get("text_sha256", "")
        if not BLACKED.search(scope) and (sha256(scope.encode()) if scope else "") != seal:
            told["scope"] = f"sha256 {seal}"
    yield from compared_row("changes", name, row, told, entry)


def _of_changes(tables: Tables, *verbs: str) -> dict[str, int]:
    """Return the last entry of some acts for each change of a contract, by its project and its place there."""
    return {
        f"{entry['subject'].partition('/')[2]} ({entry['facts']['change']})": entry["seq"]
        for entry in tables.entries(*verbs)
        if "change" in entry["facts"]
    }


def _ended_wrong(tables: Tables, row: Row, name: str, end: Document) -> Iterator[Wrong]:
    """Compare what became of a change with the entry that ended it; without one it still waits."""
    if not end:
        if row["state"] != "open" or row["decided_at"] is not None:
            yield Wrong("row-alone", table="changes", row=f"{name}: {row['state']}")
        return
    told: Document = {"state": "agreed" if end["verb"] in AGREED_TO else "refused"}
    if not tables.is_corrected(row) and "reason" in end["facts"]:
        told["refused_reason"] = end["facts"]["reason"]
    yield from compared_row("changes", name, row, told | _moved(row, "decided_at", end), end)


DECIDED = {"project.pass-inspection": "passed", "project.fail-inspection": "failed"}


def check_inspections(tables: Tables) -> Iterator[Wrong]:
    """Every inspection was written down and decided as its row says, one after the other in each project."""
    told: dict[str, list[tuple[int, int]]] = {}
    noted: dict[str, int] = {}
    for entry in tables.entries("inspection.record", *DECIDED):
        number = entry["subject"].partition("/")[2]
        if entry["verb"] in DECIDED:
            told.setdefault(number, []).append((noted.get(number, 0), entry["seq"]))
        else:
            noted[number] = entry["seq"]
    if not told and "tables/inspections.json" not in tables.bundle.files:
        return  # a download of an earlier version
    many = Counter(row["project_number"] for row in tables.rows("inspections"))
    for number in sorted(many.keys() | told.keys()):
        wanted, found = len(told.get(number, ())), many[number]
        if wanted != found:
            yield Wrong(
                "row-count", table="inspections", row=number, what="inspections", told=wanted, found=found
            )
    seen = Counter[str]()
    for row in tables.rows("inspections"):
        number = row["project_number"]
        seen[number] += 1
        if many[number] == len(told.get(number, ())):
            yield from _inspection_wrong(tables, row, *told[number][seen[number] - 1])


def _inspection_wrong(tables: Tables, row: Row, noted: int, decided: int) -> Iterator[Wrong]:
    end = tables.entry(decided)
    facts = {"state": DECIDED[end["verb"]], "rectify_by": end["facts"].get("rectify_by", "")}
    yield from compared_row("inspections", row["id"], row, facts, end)
    if noted:
        entry = tables.entry(noted)
        facts = {column: entry["facts"].get(column) for column in ("held_on", "panel", "items", "failed")}
        facts |= _moved(row, "recorded_at", entry)
        yield from compared_row("inspections", row["id"], row, facts, entry)
    file, body = tables.spending(row["project_number"])
    for shown in body.get("rectifications", ()):
        if (shown["date_on"], shown["rectify_by_on"]) == (row["held_on"], row["rectify_by"]):
            parts = {"failed_items": "；".join(shown["failed"])}
            yield from compared_body("inspections", row["id"], row, parts, file)


def _owed(tables: Tables) -> Counter[str]:
    """Return what the last word of each project's audit wants back, less what came back for it."""
    found, back = Counter[str](), Counter[str]()
    for entry in tables.entries(FOUND, CAME_BACK):
        facts, number = entry["facts"], entry["subject"].partition("/")[2]
        fen = str(facts.get("refund_fen" if entry["verb"] == FOUND else "amount_fen"))
        if WHOLE_FEN.fullmatch(fen) and entry["verb"] == FOUND:
            found[number] = int(fen)
        elif WHOLE_FEN.fullmatch(fen) and facts.get("cause") == "audit":
            back[number] += int(fen)
    return found - back


SUM = ("amount_fen", "fiscal_fen", "social_fen")
AGREED = (*SUM, "signed_on", "starts_on", "ends_on", "supplier", "contract_number")


def _signed(tables: Tables, row: Row, facts: Document, changes: Sequence[Document]) -> Document:
    """Return what the entries tell of a contract: as it was signed, and as it was changed."""
    told: Document = {"signed_fen": facts.get("amount_fen"), "changes": len(changes)}
    told["signed_on"] = facts.get("signed_on")
    for part in SUM:
        if part in facts:
            told[part] = int(facts[part]) + sum(int(each[part]) for each in changes)
    if not tables.is_corrected(row):
        told |= {"supplier": facts.get("supplier"), "contract_number": facts.get("contract")}
    return told


PAYMENT = (*SUM, "paid_on", "payee", "purpose", "voucher", "returned_on")


def check_payments(tables: Tables) -> Iterator[Wrong]:
    """Every payment has the project, the amount, the payee and the voucher of its entry, and reads as in the disclosure of spending."""
    approved = {entry["facts"]["payment"]: entry["seq"] for entry in tables.entries(PAID)}
    for row in tables.rows("payments"):
        number = row["id"]
        seq = approved.pop(number, 0)
        if not seq:
            yield Wrong("row-alone", table="payments", row=number)
            continue
        entry = tables.entry(seq)
        facts = entry["facts"]
        told = {name: facts.get(name) for name in (*SUM, "paid_on")}
        told["project_number"] = entry["subject"].removeprefix("project/")
        if not tables.is_corrected(row):
            told |= {"payee": facts.get("payee"), "voucher": facts.get("voucher")}
        yield from compared_row("payments", number, row, told, entry)
        yield from compared_shown(tables, "payments", number, row, PAYMENT)
    yield from left(tables, "payments", approved)


RECOVERY = (*SUM, "came_on", "payer", "cause", "reason", "payment", "voucher")


def check_recoveries(tables: Tables) -> Iterator[Wrong]:
    """Whatever came back has the project, the amount, the cause and the slip of its entry, one after the other in each project."""
    told: dict[str, array[int]] = {}
    for entry in tables.entries(CAME_BACK):
        told.setdefault(entry["subject"].partition("/")[2], array("Q")).append(entry["seq"])
    if "tables/recoveries.json" not in tables.bundle.files and not told:
        return  # a download of an earlier version
    many = Counter(row["project_number"] for row in tables.rows("recoveries"))
    for number in sorted(many.keys() | told.keys()):
        wanted = len(told.get(number, ()))
        if many[number] != wanted:
            facts = {"what": "recoveries", "told": wanted, "found": many[number]}
            yield Wrong("row-count", table="recoveries", row=number, **facts)
    seen = Counter[str]()
    for row in tables.rows("recoveries"):
        number = row["project_number"]
        seen[number] += 1
        if many[number] == len(told.get(number, ())):
            yield from _recovery_wrong(tables, row, tables.entry(told[number][seen[number] - 1]))


def _recovery_wrong(tables: Tables, row: Row, entry: Document) -> Iterator[Wrong]:
    facts = entry["facts"]
    told = {name: facts.get(name) for name in ("amount_fen", "cause", "came_on")}
    if "came_on" in facts:  # else from before it was told; no payment and no reason are told as nothing
        told["payment"] = facts.get("payment", "")
    if not tables.is_corrected(row):
        told |= {"voucher": facts.get("document"), "payer": facts.get("payer")}
        told["reason"] = facts.get("reason", "" if "came_on" in facts else None)
    yield from compared_row("recoveries", row["id"], row, told, entry)
    yield from compared_shown(tables, "recoveries", row["id"], row, RECOVERY)


def check_paid(tables: Tables) -> Iterator[Wrong]:
    """What was paid of a project is the sum of its payments less what came back, by the journal alone."""
    paid = Counter[str]()
    for entry in tables.entries(PAID, CAME_BACK):
        sign = 1 if entry["verb"] == PAID else -1
        paid[entry["subject"].removeprefix("project/")] += sign * int(entry["facts"]["amount_fen"])
    for table, key in (("projects", "number"), ("contracts", "project_number")):
        for row in tables.rows(table):
            if (row["paid_fen"] or 0) != paid[row[key]]:
                facts = {"column": "paid_fen", "found": row["paid_fen"], "told": paid[row[key]]}
                yield Wrong("row-sum", table=table, row=row[key], **facts)
    signed = {row["project_number"]: row["amount_fen"] for row in tables.rows("contracts")}
    for row in tables.rows("projects"):
        if row["contract_fen"] != signed.get(row["number"]):
            told = {"contract_fen": signed.get(row["number"], "")}
            yield from compared_body("projects", row["number"], row, told, "tables/contracts.json")


def check_suppliers(tables: Tables) -> Iterator[Wrong]:
    """The sums of each supplier are those of its contracts."""
    many, contracted, paid = Counter[str](), Counter[str](), Counter[str]()
    for row in tables.rows("contracts"):
        code = row["supplier_credit_code"]
        many[code], contracted[code] = many[code] + 1, contracted[code] + row["amount_fen"]
        paid[code] += row["paid_fen"]
    columns = ("contracts", "contracted_fen", "paid_fen")
    rows = {row["credit_code"]: {each: row[each] for each in columns} for row in tables.rows("suppliers")}
    for code in sorted(rows.keys() | many.keys()):
        told = dict(zip(columns, (many[code], contracted[code], paid[code]), strict=True))
        row = rows.get(code, dict.fromkeys(columns, 0))
        yield from compared_body("suppliers", code, row, told, "tables/contracts.json")


def _moved(row: Row, column: str, entry: Document) -> Document:
    """Return what an entry tells of a moment where the row tells another one."""
    return {} if _instant(row[column]) == _instant(entry["at"]) else {column: entry["at"]}


def check_library(tables: Tables) -> Iterator[Wrong]:
    """Every entry of the library was let in with the cost, the share and the reason of its row, and is out if it was taken out."""
    came, offered, left = (
        {
            f"{each['subject'].removeprefix('project/')} ({each['facts']['version']})": each
            for each in tables.entries(verb)
        }
        for verb in ("library.enter", "library.offer", "library.remove")
    )
    if not came and "tables/library.json" not in tables.bundle.files:
        return
    rows = {f"{row['project_number']} ({row['version']})": row for row in tables.rows("library")}
    yield from matched("library", rows, came)
    for name in sorted(rows.keys() & came.keys()):
        row, facts = rows[name], came[name]["facts"]
        told = {
            "cost_fen": facts.get("amount_fen"),
            "answers": facts.get("answers"),
            "percent": facts.get("percent"),
        }
        told |= {"entered_reason": facts.get("reason"), "state": "out" if name in left else "in"}
        if name in offered and not tables.is_corrected(row):
            told["reason"] = offered[name]["facts"].get("reason")
        yield from compared_row(
            "library", name, row, told | _moved(row, "entered_at", came[name]), came[name]
        )
        if name in left:
            gone: Document = {"removed_reason": left[name]["facts"].get("reason")}
            yield from compared_row(
                "library", name, row, gone | _moved(row, "removed_at", left[name]), left[name]
            )
        seal = offered[name]["facts"].get("text_sha256") if name in offered else None
        plain = BLACKED.search(row["lessons"]) is None and not tables.is_corrected(row)
        if seal and plain and sha256(row["lessons"].encode()) != seal:
            told = {"lessons": f"sha256 {seal}"}
            yield from compared_row("library", name, row, told, offered[name])


def check_minutes(tables: Tables) -> Iterator[Wrong]:
    """The public minutes of every meeting are those that were approved, and none is missing."""
    told: dict[str, tuple[int, object]] = {}
    for entry in tables.entries("minutes.approve"):
        name = f"minutes/{entry['subject'].partition('/')[2]}-{entry['facts']['version']}.txt"
        if name in told:
            yield Wrong("minutes-twice", file=name, seq=entry["seq"])
        told.setdefault(name, (entry["seq"], entry["facts"].get("public_sha256")))
    files = tables.bundle.files
    for name in [name for name in files if name.startswith("minutes/")]:
        if name not in told or told[name][1] != tables.bundle.digest(name):
            yield Wrong("minutes-text", file=name)
    yield from (Wrong("minutes-missing", file=name, seq=told[name][0]) for name in told if name not in files)


TABLE_CHECKS: tuple[Callable[[Tables], Iterator[Wrong]], ...] = (
    check_forms,
    check_rows,
    check_projects,
    check_listed,
    check_objections,
    check_above,
    check_votes,
    check_meetings,
    check_poll_rows,
    check_allocations,
    check_contracts,
    check_changes,
    check_inspections,
    check_payments,
    check_recoveries,
    check_paid,
    check_suppliers,
    check_library,
)


def look_at_tables(bundle: Bundle, report: Report) -> None:
    """Compare the tables and the minutes with the journal and the disclosures; an early download has no tables."""
    names = [
        found[1] for name in bundle.files if (found := TABLE.fullmatch(name)) and found[1] != "dictionary"
    ]
    try:
        tables = Tables.of(bundle) if names else Tables(bundle)
        wrong = [each for check in TABLE_CHECKS if names for each in _looked(check, tables)]
        lost = list(_looked(check_minutes, tables))
    except Wrong as unfit:
        report.wrong(unfit)
        return
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        report.wrong(Wrong("bug", what="tables", why=f"{type(error).__name__} {error}"[:120]))
        return
    for each in (*wrong, *lost):
        report.wrong(each)
    minutes = sum(name.startswith("minutes/") for name in bundle.files)
    if not wrong and (names or not (lost or minutes)):
        report.well("tables-well" if names else "tables-none", n=len(names), rows=tables.many)
    if minutes and not lost:
        report.well("minutes-well", n=minutes)


def _looked(check: Callable[[Tables], Iterator[Wrong]], tables: Tables) -> Iterator[Wrong]:
    try:
        yield from check(tables)
    except Wrong as wrong:
        yield wrong
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, csv.Error) as error:
        told = f"{type(error).__name__} {error}"[:120]
        yield Wrong("bug", what=f"tables ({check.__name__.removeprefix('check_')})", why=told)


# --- all of it -------------------------------------------------------------------------------

FOLDER_CHECKS: dict[str, Callable[[Bundle], Iterator[Wrong]]] = {
    "files": check_files,
    "names": check_names,
    "chain": check_chain,
}
# What is compared with a journal that holds.
JOURNAL_CHECKS: tuple[Callable[[Bundle], Iterator[Wrong]], ...] = (
    check_list,
    check_seals,
    check_disclosures,
    check_take_downs,
    check_versions,
    check_reports,
    check_audits,
    check_money,
)
# Of these nothing more is said than that all disclosures are well.
SILENT = (check_take_downs, check_versions)
POLL_CHECKS: tuple[Callable[[Poll], None], ...] = (
    check_story,
    check_time,
    check_spec,
    check_batches,
    check_days,
)
COUNT_CHECKS: tuple[Callable[[Poll], None], ...] = (
    check_ballots,
    check_places,
    check_closing,
    check_lot,
    check_result,
    check_recount,
    check_pabulib,
)


@dataclass
class Report:
    """What was found: a sentence each, with whether it is well; `read` is False where nothing could be checked."""

    language: int = 0
    lines: list[tuple[bool, str]] = field(default_factory=list)
    first_bad: int | None = None
    count: int = 0
    head: str = "0" * 64
    read: bool = True
    unsealed: int = 0  # entries after the last checkpoint that holds, all of them where there is none
    ends_at: str = ""  # when the last entry was

    def say(self, key: str, /, **facts: object) -> str:
        """Return a sentence in the language of the report."""
        return WORDS[key][self.language] % facts

    def well(self, key: str, /, **facts: object) -> None:
        """Note something that holds."""
        self.lines.append((True, self.say(key, **facts)))

    def wrong(self, found: Wrong) -> None:
        """Note something that does not."""
        self.lines.append((False, self.say(found.key, **found.facts)))
        self.read = self.read and not isinstance(found, Unreadable)
        seq = found.facts.get("seq")
        if isinstance(seq, int) and self.first_bad is None:
            self.first_bad = seq

    @property
    def whole(self) -> bool:
        """Tell whether all of it holds."""
        return bool(self.lines) and all(well for well, _ in self.lines)

    @property
    def code(self) -> int:
        """Return the code with which the program ends."""
        return 2 if not self.read else 0 if self.whole else 1

    def document(self) -> Document:
        """Return the report as data; its sentence is the first that is not well, or the last."""
        wrong = [sentence for well, sentence in self.lines if not well]
        return {
            "whole": self.whole,
            "count": self.count,
            "head": self.head,
            "first_bad": self.first_bad,
            "unsealed": self.unsealed,
            "ends_at": self.ends_at,
            "sentence": (wrong or [self.lines[-1][1]])[0],
            "findings": [{"holds": well, "sentence": sentence} for well, sentence in self.lines],
        }

    def spoken(self) -> str:
        """Return the report as lines."""
        marks = ("不对：", "对：") if self.language == 0 else ("NO: ", "ok: ")
        return "".join(f"{marks[well]}{sentence}\n" for well, sentence in self.lines)


Printed = Sequence[tuple[int, str]]


def checked(
    source: Path, *, head: str = "", key: str = "", printed: Printed = (), language: int = 0
) -> Report:
    """Check a folder, or a lone file with the entries of the journal; `printed` are codes from paper with their numbers."""
    report = Report(language)
    try:
        lone = source.is_file()
        alone = Files(source.parent, ("entries.jsonl",), source)
        bundle = Bundle(source, files=alone) if lone else opened(source)
        bundle.pinned = key
        try:
            counted = _look(bundle, report, lone=lone)
            _end(bundle, report, head)
            _look_at_paper(bundle, report, printed)
        finally:
            bundle.entries.file.close()
        if all(well for well, _ in report.lines):
            said = "chain-well" if lone else "all-well" if bundle.notes else "agrees-well"
            code = f"{report.head[:4]}-{report.head[4:8]}"
            report.well(said, files=len(bundle.files), count=report.count, polls=counted, code=code)
    except Wrong as wrong:
        report.wrong(wrong)
    return report


def _look(bundle: Bundle, report: Report, *, lone: bool) -> int:
    """Check one thing after the other, and return how many polls were counted again; a broken journal ends it."""
    for name, check in FOLDER_CHECKS.items():
        found = [] if lone and name != "chain" else list(check(bundle))
        for wrong in found:
            report.wrong(wrong)
        if name == "files" and not lone and not found:
            report.well("files-well", n=len(bundle.files))
        if name == "chain" and found:
            return 0
    if lone:
        return 0
    _look_against_journal(bundle, report)
    look_at_tables(bundle, report)
    return sum(_look_at(poll, report) for poll in polls(bundle))


def _look_against_journal(bundle: Bundle, report: Report) -> None:
    for check in JOURNAL_CHECKS:
        found = list(_guarded(check, bundle))
        for wrong in found:
            report.wrong(wrong)
        if not found and check not in SILENT:
            _agrees(check, bundle, report)


def _guarded(check: Callable[[Bundle], Iterator[Wrong]], bundle: Bundle) -> Iterator[Wrong]:
    try:
        yield from check(bundle)
    except Unreadable:
        raise
    except Wrong as wrong:
        yield wrong


def _agrees(check: Callable[[Bundle], Iterator[Wrong]], bundle: Bundle, report: Report) -> None:
    """Note that what was signed holds, or all disclosures, or every draw of an audit."""
    if check is check_disclosures:
        here = len(_disclosures(bundle))
        many = bundle.versions if "disclosures.jsonl" in bundle.files else here
        report.well("disclosures-well", n=here, gone=many - here)
    elif check is check_reports:
        if told := [name for name in bundle.files if name.startswith("reports/")]:
            report.well("reports-well", n=len(told))
    elif check in (check_audits, check_money):
        _added_up(check, bundle, report)
    else:
        _signed_well(check, bundle, report)


def _added_up(check: Callable[[Bundle], Iterator[Wrong]], bundle: Bundle, report: Report) -> None:
    if check is check_audits and bundle.audits:
        report.well("audits-well", n=bundle.audits)
    if check is check_money and bundle.payments:
        report.well("money-well", n=bundle.payments, k=bundle.recoveries)


def _signed_well(check: Callable[[Bundle], Iterator[Wrong]], bundle: Bundle, report: Report) -> None:
    if check is check_list:
        if bundle.vouched:
            report.well("list-signed", whence=report.say(bundle.vouched))
        return
    if not bundle.notes:
        report.well("not-sealed")
        return
    whence = report.say("key-pinned" if bundle.pinned else "key-found")
    report.well("sealed-well", n=bundle.notes, size=bundle.sealed, whence=whence)
    if rest := len(bundle.entries) - bundle.sealed:
        report.well("sealed-after", n=rest, last=bundle.entries[-1]["at"])


def _look_at(poll: Poll, report: Report) -> bool:
    """Check one poll as far as it holds; return whether it was counted again."""
    try:
        for check in (*POLL_CHECKS, *(COUNT_CHECKS if poll.is_counted else ())):
            check(poll)
    except Wrong as wrong:
        report.wrong(wrong)
        return False
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        IndexError,
        ArithmeticError,
        UnknownRule,
        csv.Error,
    ) as error:
        # A part that is not there, or is of another kind than it must be: whatever it is, it does not hold.
        report.wrong(Wrong("bug", what=f"polls/{poll.number}", why=f"{type(error).__name__} {error}"[:120]))
        return False
    if not poll.is_counted:
        report.well("poll-running", poll=poll.number, n=len(poll.published))
        return False
    chosen = ("、", ", ")[report.language].join(poll.chosen) or report.say("nobody")
    gone = len(poll.published - poll.ballots.keys())
    report.well("poll-well", poll=poll.number, ballots=len(poll.ballots), gone=gone, chosen=chosen)
    return True


def _end(bundle: Bundle, report: Report, head: str) -> None:
    """Note where the journal ends, and whether that is where it must."""
    report.count = len(bundle.entries)
    if bundle.entries:
        report.head, report.ends_at = bundle.entries[-1]["hash"], bundle.entries[-1]["at"]
    report.unsealed = report.count - bundle.sealed
    if head and report.head != head and report.first_bad is None:
        report.wrong(Wrong("head", told=head, seq=report.count + 1))


# --- codes on paper --------------------------------------------------------------------------

# Sheets print eight or sixteen digits, in groups of four.
CODE = re.compile(r"[0-9a-f]{8,64}", re.ASCII)


def printed_of(words: Sequence[str]) -> tuple[int, str]:
    """Read what stands on a sheet: which entry, and the code in groups of four as it is printed there."""
    number, code = words[0], re.sub(r"[\s·-]", "", "".join(words[1:])).lower()
    if not re.fullmatch("[1-9][0-9]{0,14}", number, re.ASCII) or not CODE.fullmatch(code):
        raise Unreadable("printed-form", told=" ".join(words)[:80])
    return int(number), code


def _look_at_paper(bundle: Bundle, report: Report, printed: Printed) -> None:
    """Compare each code with the hash of its entry, and with the root of the tree over so many entries."""
    roots = roots_of(bundle.entries.lines(), (n for n, _ in printed)) if printed else {}
    for n, code in printed:
        if n > len(bundle.entries):
            report.wrong(Wrong("printed-beyond", n=n, count=len(bundle.entries)))
            continue
        entry, root, many = bundle.entries[n - 1]["hash"], roots[n].hex(), len(code)
        if code == entry[:many]:
            report.well("printed-entry", n=n, code=in_fours(code))
        elif code == root[:many]:
            report.well("printed-root", n=n, code=in_fours(code))
        else:
            found = {"hash": in_fours(entry[:many]), "root": in_fours(root[:many])}
            report.wrong(Wrong("printed-other", n=n, code=in_fours(code), **found))


def in_fours(code: str) -> str:
    """Write a code as sheets do, in groups of four."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


# --- a published copy --------------------------------------------------------------------------

COPY_LIST, COPY_NOTE, COPY_FORM = "copy.json", "copy.note", "microprojects-copy-v1"
FINDINGS = 20  # files that are named one by one; of more the number is told
LITTER = (".DS_Store",)  # what the computer of a reader leaves in any folder


def copied(folder: Path, *, key: str = "", printed: Printed = (), language: int = 0) -> Report:
    """Check a published copy: the record in it, who signed its list, and every file against the list."""
    try:
        told, data = _copy_list(folder)
    except Wrong as wrong:
        report = Report(language)
        report.wrong(wrong)
        return report
    report = checked(folder / "record", head=told["head"], key=key, printed=printed, language=language)
    try:
        if told["whole"] is not True:
            raise Wrong("copy-part")
        whence = _copy_signed(folder, data, key)
        _look_at_copy(folder, told, report)
        if report.whole:
            said = "copy-well" if whence else "copy-agrees"
            report.well(said, files=len(told["files"]), at=told["at"], whence=whence and report.say(whence))
    except Wrong as wrong:
        report.wrong(wrong)
    return report


def _copy_list(folder: Path) -> tuple[Document, bytes]:
    """Read the list of a copy; its paths lead nowhere else."""
    if not (folder / COPY_LIST).is_file():
        raise Unreadable("copy-not-here", source=str(folder))
    data = _read(folder / COPY_LIST)
    try:
        told = parsed(data)
        if told["v"] != 1:
            raise Unreadable("newer")
        names = [one["path"] for one in told["files"]]
        sound = all(type(one["sha256"]) is str and HASH.fullmatch(one["sha256"]) for one in told["files"])
        sound = sound and names == sorted(set(names)) and all(map(_is_inside, names))
        sound = sound and bool(HASH.fullmatch(told["head"])) and {"at", "whole"} <= told.keys()
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable("copy-list") from error
    if not sound:
        raise Unreadable("copy-list")
    return told, data


def _is_inside(name: str) -> bool:
    return all(part and not part.startswith(".") and "\\" not in part for part in name.split("/"))


def _copy_signed(folder: Path, data: bytes, pinned: str) -> str:
    """Return whose key signed the list, nothing where that is not known; Wrong where the signature is false or gone."""
    there = folder / "record" / "log.vkey"
    word = pinned or (_read(there).decode("utf-8", "replace") if there.is_file() else "")
    return list_signed(folder / COPY_NOTE, (COPY_FORM, "copy-note"), sha256(data), word, pinned=bool(pinned))


def _look_at_copy(folder: Path, told: Document, report: Report) -> None:
    """Compare every file with the list, and the list with the folder; name the first of them."""
    wrong = list(_copy_wrong(folder, told))
    for each in wrong[:FINDINGS]:
        report.wrong(each)
    if len(wrong) > FINDINGS:
        report.wrong(Wrong("copy-more", n=len(wrong) - FINDINGS))


def _copy_wrong(folder: Path, told: Document) -> Iterator[Wrong]:
    there = _copy_files(folder)
    for one in told["files"]:
        name = one["path"]
        if name not in there:
            yield Wrong("copy-gone", file=name)
        elif not there[name] or _digest(folder / name) != one["sha256"]:
            yield Wrong("copy-changed", file=name)
    names = {one["path"] for one in told["files"]} | {COPY_LIST, COPY_NOTE}
    yield from (Wrong("copy-added", file=name) for name in sorted(there.keys() - names))


def _digest(path: Path) -> str:
    with _open(path) as file:
        return _measured(file)[0]


def _copy_files(folder: Path) -> dict[str, bool]:
    """Return what lies in a copy, with whether it is a file of its own and no link; a run under way lies in `.copy-…`."""
    found = {}
    for at, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(at) / name).is_symlink()]
        if Path(at) == folder:
            folders[:] = [name for name in folders if not name.startswith(".copy-")]
        for name in (*links, *names):
            path = Path(at) / name
            if name not in LITTER:
                found[path.relative_to(folder).as_posix()] = not path.is_symlink()
    return found


# --- two checkpoints, and a site that is watched -----------------------------------------------

LARGEST_ANSWER = 1_000_000
SECONDS = 30


def compared(first: Path, second: Path, *, record: Path | None, key: str = "", language: int = 0) -> Report:
    """Tell whether two checkpoints belong to one history; a download proves it where they are of different sizes."""
    report = Report(language)
    try:
        old, new = sorted((_kept_seal(first), _kept_seal(second)), key=lambda seal: seal.size)
        if not key and record:
            key = _read(record / "log.vkey").decode("utf-8", "replace")
        _insist_on_one_log(old, new, key)
        if old.size < new.size:
            _compare_in(record, old, new)
        elif old.root != new.root:
            raise Wrong("watch-fork", size=new.size)
        report.well("compare-well" if old.size < new.size else "compare-same", old=old.size, size=new.size)
        if not key:
            report.well("compare-unsigned")
    except Wrong as wrong:
        report.wrong(wrong)
    return report


def _insist_on_one_log(old: Seal, new: Seal, key: str) -> None:
    if old.origin != new.origin:
        raise Wrong("compare-origin", old=old.origin, new=new.origin)
    for seal in (old, new) if key else ():
        if not seal.is_by(key_of(key)):
            raise Wrong("seal-signature", size=seal.size)


def _compare_in(record: Path | None, old: Seal, new: Seal) -> None:
    with _open(record / "entries.jsonl") if record else io.BytesIO() as file:
        lines = (line[:-1] for line in file if line.endswith(b"\n"))
        roots = roots_of(islice(lines, new.size), (old.size, new.size))
    if new.size not in roots:
        raise Unreadable("compare-lacks", size=new.size)
    for seal in (old, new):
        if roots[seal.size] != seal.root:
            raise Wrong("seal-root", size=seal.size, seq=1 if seal is old else old.size + 1)


def _kept_seal(path: Path) -> Seal:
    """Read a file that holds a checkpoint, or a proof with a checkpoint at its end."""
    data = _read(path)
    try:
        pieces = data.decode("utf-8").split("\n\n")
        return seal_of("\n\n".join(pieces[-2:]))
    except ValueError as error:
        raise Unreadable("seal-form", file=path.name, n=1) from error


@dataclass
class Watched:
    """A site, and the folder in which what was seen of it is kept."""

    address: str
    folder: Path

    def fetch(self, path: str) -> bytes | None:
        """Return what stands under an address, None where nothing does."""
        address = self.address.rstrip("/") + path
        try:
            if not address.startswith(("http://", "https://")):
                raise ValueError("http://, https://")
            with urllib.request.urlopen(address, timeout=SECONDS) as answer:
                found: bytes = answer.read(LARGEST_ANSWER)
                return found
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in (400, 404):
                return None
            raise Unreadable("watch-net", address=address, why=f"HTTP {error.code}") from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise Unreadable("watch-net", address=address, why=str(error)[:80]) from error

    def kept(self, name: str) -> str:
        """Return what was kept under a name, nothing where nothing was."""
        try:
            return (self.folder / name).read_text("utf-8")
        except FileNotFoundError:
            return ""
        except (OSError, ValueError) as error:
            raise Unreadable("watch-kept", folder=str(self.folder), why=type(error).__name__) from error

    def keep(self, name: str, text: str) -> None:
        """Keep a text whole, or leave what was there."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            draft = self.folder / f".{name}.new"
            draft.write_text(text, "utf-8")
            draft.replace(self.folder / name)
        except OSError as error:
            raise Unreadable("watch-kept", folder=str(self.folder), why=str(error.strerror)) from error


def watched(address: str, folder: Path, *, key: str = "", language: int = 0) -> Report:
    """Fetch the newest checkpoint of a site, and hold it against the last one that was kept; what alarms is kept too."""
    report, site = Report(language), Watched(address, folder)
    note = ""
    try:
        before = site.kept("checkpoint")
        old = _read_seal(before, folder) if before else None
        note = (site.fetch("/journal/checkpoint") or b"").decode("utf-8", "replace")
        if not note:
            raise (
                Wrong("watch-shrunk", old=old.size, size=0)
                if old
                else Unreadable("watch-none", address=address)
            )
        new = _fetched_seal(note)
        _insist_on_key(site, new, key)
        if old:
            _insist_on_history(site, old, new)
        said = "watch-first" if old is None else "watch-same" if old.size == new.size else "watch-more"
        if said != "watch-same":
            site.keep(f"checkpoint-{new.size}", note)
            site.keep("checkpoint", note)
        report.well(said, size=new.size, old=old.size if old else 0)
    except Wrong as wrong:
        report.wrong(wrong)
        if note and not isinstance(wrong, Unreadable):
            site.keep(f"alarm-{sha256(note.encode())[:8]}", note)
    return report


def _insist_on_key(site: Watched, seal: Seal, pinned: str) -> None:
    """The key is the one that was named or kept; at the first time it is taken from the site."""
    there = (site.fetch("/journal/log.vkey") or b"").decode("utf-8", "replace").strip()
    known = pinned.strip() or site.kept("log.vkey").strip()
    if not known:
        known = key_of(there).word
    if not seal.is_by(key_of(known)):
        if there != known:
            raise Wrong("watch-key", old=known, new=there or "-")
        raise Wrong("seal-signature", size=seal.size)
    site.keep("log.vkey", f"{known}\n")


def _insist_on_history(site: Watched, old: Seal, new: Seal) -> None:
    if new.size < old.size:
        raise Wrong("watch-shrunk", old=old.size, size=new.size)
    if new.size == old.size:
        if new.root != old.root:
            raise Wrong("watch-fork", size=new.size)
        return
    told = site.fetch(f"/journal/consistency/{old.size}/{new.size}") or b""
    lines = told.decode("utf-8", "replace").partition("\n\n")[0].split("\n")
    try:
        proof = [base64.b64decode(line, validate=True) for line in lines[1:]]
    except ValueError:
        proof = []
    if lines[0] != f"old {old.size}" or not continues(old, new, proof):
        raise Wrong("watch-rewritten", old=old.size, size=new.size)


def _read_seal(note: str, folder: Path) -> Seal:
    try:
        return seal_of(note)
    except ValueError as error:
        raise Unreadable("watch-kept", folder=str(folder), why="checkpoint") from error


def _fetched_seal(note: str) -> Seal:
    try:
        return seal_of(note)
    except ValueError as error:
        raise Wrong("seal-form", file="/journal/checkpoint", n=1) from error


# --- the command -----------------------------------------------------------------------------


def _asked(arguments: Sequence[str]) -> tuple[argparse.Namespace, str]:
    """Read what was asked, and which of the four: a folder is checked where no other word stands first."""
    word = arguments[0] if arguments and arguments[0] in ("watch", "compare", "copy") else ""
    asked = argparse.ArgumentParser(
        prog=f"verify.py {word}".strip(), description=(__doc__ or "").partition("\n")[0]
    )
    if word == "watch":
        asked.add_argument("address", metavar="URL", help="of the site, such as https://projects.example.cn")
        asked.add_argument(
            "--keep", type=Path, required=True, metavar="FOLDER", help="where to keep what was seen"
        )
    elif word == "compare":
        asked.add_argument("first", type=Path, metavar="CHECKPOINT")
        asked.add_argument("second", type=Path, metavar="CHECKPOINT")
        asked.add_argument("--record", type=Path, metavar="FOLDER", help="a download that holds both")
    else:
        asked.add_argument("source", type=Path, metavar="FOLDER")
        asked.add_argument(
            "--printed",
            nargs="+",
            action="append",
            default=[],
            metavar=("N", "CODE"),
            help="number and code on a sheet of paper; after FOLDER, as often as there are codes",
        )
        if not word:
            asked.add_argument("--head", default="", help="hash that the last entry must have")
    asked.add_argument("--key", default="", metavar="VKEY", help="public key that you know from elsewhere")
    asked.add_argument("--lang", choices=("zh", "en"), default="zh")
    asked.add_argument("--json", action="store_true", help="print one JSON document")
    return asked.parse_args(arguments[1:] if word else arguments), word


def main(arguments: Sequence[str] | None = None) -> int:
    """Read what was asked, check, and say what was found."""
    given, word = _asked(sys.argv[1:] if arguments is None else arguments)
    language = ("zh", "en").index(given.lang)
    if word == "watch":
        report = watched(given.address, given.keep, key=given.key, language=language)
    elif word == "compare":
        report = compared(given.first, given.second, record=given.record, key=given.key, language=language)
    else:
        report = _of_folder(given, word, language)
    told = json.dumps(report.document(), ensure_ascii=False) + "\n" if given.json else report.spoken()
    sys.stdout.buffer.write(told.encode("utf-8"))
    sys.stdout.flush()
    return report.code


def _of_folder(given: argparse.Namespace, word: str, language: int) -> Report:
    """Check a folder with a record, or a copy, and the codes from paper against it."""
    try:
        printed = [printed_of(words) for words in given.printed]
    except Wrong as wrong:
        report = Report(language)
        report.wrong(wrong)
        return report
    if word == "copy":
        return copied(given.source, key=given.key, printed=printed, language=language)
    return checked(given.source, head=given.head, key=given.key, printed=printed, language=language)


if __name__ == "__main__":
    sys.exit(main())
