"""The only dictionary between identifiers and the Chinese headings that people see (中英对照)."""

from __future__ import annotations

from collections.abc import Mapping

LABELS: Mapping[str, str] = {
    "l1": "一级指标",
    "l2": "二级指标",
    "indicator": "三级指标",
    "target": "指标值",
    "initial_target": "年初指标值",
    "actual": "实际完成值",
    "weight": "分值",
    "reported": "填报得分",
    "given": "填报值",
    "changes_conclusion": "影响结论",
    "score": "复算得分",
    "rule": "计分规则",
    "note": "说明",
    "where": "位置",
    "reason": "偏差原因分析及改进措施",
    "evidence": "证据编号",
    "unit": "计量单位",
    "relation": "指标性质",
    "id": "编号",
    "title": "名称",
    "class": "证据类别",
    "severity": "严重程度",
    "verdict": "结论",
    "recomputed": "复算值",
    "clause": "依据",
    "message": "问题",
    "fingerprint": "指纹",
    "decision": "决定",
    "decision_reason": "决定的理由",
    "decided_by": "决定人",
    "decided_on": "决定日期",
    "file": "文件",
    "sheet": "工作表",
    "cell": "单元格",
    "paragraph": "段落",
    "rate": "得分率",
    "standard": "评分标准",
    "percent": "评定比例",
    "target_too_low": "目标是否偏低",
    "explanation": "指标解释",
}


def label(key: str) -> str:
    """Return the Chinese heading of an identifier; the identifier itself must be known.

    Raises
    ------
    KeyError
        If the identifier has no heading: a table would show English to its reader.
    """
    return LABELS[key]
