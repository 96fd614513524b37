"""What refers to what (文内关系): captions, cross-references, the lines of a signature block."""

from __future__ import annotations

from dataclasses import dataclass

from yzperf.errors import Place


@dataclass(frozen=True, slots=True)
class Caption:
    """The label of a table, figure or annex (题注): 表2-1 资金到位情况, 附件3. ``target`` is the id of what it names."""

    label: str  # 表 | 图 | 附件 | 附表 | 附图 | 附录
    number: str
    title: str
    where: Place
    target: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in the text that points to a caption (交叉引用): 见表3, 详见附件2.

    ``target`` is the id of the table or figure, or of the annex's heading; blank if nothing bears that number.
    """

    label: str
    number: str
    text: str
    where: Place
    target: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of a cover, statement or signature page (签署栏): 主评人（签字）：…

    ``role`` is the common name (评价机构, 主评人 …), ``label`` the words of the document, ``value`` what was filled in,
    blank if nothing was. ``wants`` is what the label asks for (盖章, 签字); ``has_picture`` tells whether a picture,
    perhaps a seal or a scanned signature, stands there.
    """

    role: str
    label: str
    value: str
    where: Place
    wants: str = ""
    has_picture: bool = False
