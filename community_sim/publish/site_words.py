"""The sentences of a site's own pages, in English and Chinese."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from community_sim.publish.inputs import KINDS

__all__ = ["RULE", "WORDS", "headline", "kind_label", "numbers_sentence", "shown_time", "word"]

WORDS: Mapping[str, tuple[str, str]] = {
    "good": ("good", "成功"),
    "failed": ("failed", "失败"),
    "damaged": ("damaged", "已损坏"),
    "runs": ("Runs", "历次运行"),
    "run": ("Run", "运行"),
    "state": ("State", "状态"),
    "what_changed": ("What changed", "变化"),
    "pages": ("Pages", "页面"),
    "page": ("Page", "页面"),
    "latest": ("Open the latest good run", "打开最近一次成功的运行"),
    "none_good": ("No run has ended well yet.", "尚无成功的运行。"),
    "all_runs": ("All runs", "全部运行"),
    "since": ("What changed since the last good run", "与上次成功运行相比的变化"),
    "compared_with": ("Compared with", "比较对象"),
    "inputs": ("What went in", "输入的变化"),
    "numbers": ("What came out", "结果的变化"),
    "kind": ("Kind", "类别"),
    "what": ("What", "项目"),
    "before": ("Before", "之前"),
    "after": ("Now", "现在"),
    "changed": ("changed", "已改变"),
    "new": ("new", "新增"),
    "gone": ("gone", "已移除"),
    "policy": ("Policy", "政策"),
    "outcome": ("Outcome", "指标"),
    "years": ("Years", "年数"),
    "difference": ("Difference (95 %)", "差异（95%区间）"),
    "notebook": ("executed notebook", "已执行的笔记本"),
    "record": ("Record", "记录"),
    "sweeps": ("Sweeps", "参数扫描"),
    "sweep": ("Sweep", "扫描"),
    "sweep_runs": ("Runs", "运行数"),
    "failed_runs": ("Failed", "失败"),
    "tables": ("Tables", "数据表"),
    "damaged_run": (
        "Its record cannot be read; community-sim verify says more.",
        "记录无法读取；community-sim verify 可说明详情。",
    ),
    "files_differ": (
        "Nothing that goes in changed, yet these files differ",
        "输入没有变化，但以下文件不同",
    ),
    "manifest": ("what it was made from", "输入清单"),
    "seal": ("hash of every file", "各文件的哈希值"),
    "all_numbers": ("every number beside that of the last good run", "全部数字与上次的对照"),
}

KIND_LABELS: Mapping[str, tuple[str, str]] = {
    "code": ("code file", "程序代码"),
    "data": ("data file", "数据文件"),
    "policies": ("policy", "政策"),
    "places": ("place", "地区"),
    "parameters": ("parameter", "模型参数"),
    "seeds": ("seed setting", "随机种子"),
    "settings": ("setting", "设置"),
    "sweeps": ("sweep", "扫描设计"),
    "notebooks": ("notebook", "笔记本"),
    "versions": ("version", "软件版本"),
}

_FEW = 2
_WHOLE = ("policies", "places", "sweeps")

RULE = (
    "A number is marked as beyond noise where its difference would be this large by luck alone in "
    "fewer than one whole table in twenty: Student's t of the differences seed by seed where both "
    "runs have the same seeds and draws (draws are averaged), else Welch's t with the standard "
    "errors of both runs, and Holm's correction over all numbers.",
    "标记为“超出随机波动”的判定规则：若仅凭随机因素，全表出现任何一个标记的概率不超过二十分之一；"
    "两次运行的种子和参数抽样相同时（各抽样取平均），用逐种子差值的t检验，否则用基于两次运行标准误的Welch检验，"
    "并对全部数字作Holm校正。",
)


def word(name: str, lang: str) -> str:
    """Return a word or sentence in a language."""
    return WORDS[name][lang == "zh"]


def kind_label(kind: str, lang: str) -> str:
    """Return how a kind of input is called."""
    return KIND_LABELS[kind][lang == "zh"]


def shown_time(text: str, lang: str) -> str:
    """Return a record's time for a reader."""
    time = datetime.fromisoformat(text)
    if lang == "zh":
        return f"{time.year}年{time.month}月{time.day}日 {time:%H:%M}（UTC）"
    return f"{time.day} {time:%B %Y, %H:%M} UTC"


def headline(since: Mapping[str, Any], lang: str) -> str:
    """Return what changed since the last good run, and what came of it, in two sentences."""
    zh = lang == "zh"
    if since["run"] is None:
        return "首次运行，无可比较。" if zh else "First run: there is nothing to compare it with."
    changes = since["changes"]
    if not changes:
        if since["files_that_differ"]:
            text = (
                "输入没有变化，但结果不同。"
                if zh
                else "Nothing that goes in changed, yet files differ."
            )
            return f"{text} {numbers_sentence(since['numbers'], lang)}".strip()
        return "没有变化：数字完全相同。" if zh else "Nothing changed: identical numbers."
    inputs = _named(changes)
    parts = [_part(kind, inputs[kind], lang) for kind in KINDS if kind in inputs]
    said = f"变化：{'、'.join(parts)}。" if zh else f"Changed: {', '.join(parts)}."
    if "code" in inputs:
        said += _code_sentence(bool(since["model_changed"]), zh=zh)
    gap = "" if zh else " "
    return f"{said}{gap}{numbers_sentence(since['numbers'], lang)}".strip()


def numbers_sentence(counts: Mapping[str, int], lang: str) -> str:
    """Return how many numbers are identical, within noise and beyond it."""
    total, identical, beyond = counts["numbers"], counts["identical"], counts["beyond"]
    within, single = counts["within"], counts["only_one"]
    zh = lang == "zh"
    if total == 0:
        said = "没有可比较的结果表。" if zh else "There is no table of outcomes to compare."
    elif identical == total:
        said = f"全部{total}个数字完全相同。" if zh else f"All {total} numbers are identical."
    elif zh:
        said = (
            f"{total}个数字中，{beyond}个的差异超出随机波动，{within}个在波动之内，"
            f"{identical}个完全相同。"
        )
    else:
        said = (
            f"Of {total} numbers, {beyond} differ beyond noise, {within} within noise, and "
            f"{identical} are identical."
        )
    if single:
        said += f"另有{single}个只见于其中一次。" if zh else f" {single} more are in one run only."
    return said


def _code_sentence(model_changed: bool, *, zh: bool) -> str:
    if zh:
        return "其中包括决定数字的模型代码。" if model_changed else "决定数字的模型代码未变。"
    if model_changed:
        return " The model's own code, which decides the numbers, is among it."
    return " The model's own code, which decides the numbers, is as it was."


def _part(kind: str, names: Sequence[str], lang: str) -> str:
    """Return how many things of a kind changed; which, where they are few."""
    count, label = len(names), KIND_LABELS[kind][lang == "zh"]
    if lang == "zh":
        return f"{label}{count}处" + (f"（{'、'.join(names)}）" if count <= _FEW else "")
    several = f"{label[:-1]}ies" if label.endswith("y") else f"{label}s"
    is_plural = count > 1
    named = f" ({', '.join(names)})" if count <= _FEW else ""
    return f"{count} {several if is_plural else label}{named}"


def _named(changes: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return what changed, by kind: policies, places and sweeps whole, other things singly."""
    named: dict[str, dict[str, None]] = {}
    for each in changes:
        is_whole = each["kind"] in _WHOLE
        what = each["what"].partition(": ")[0] if is_whole else each["what"]
        named.setdefault(each["kind"], {})[what] = None
    return {kind: list(names) for kind, names in named.items()}
