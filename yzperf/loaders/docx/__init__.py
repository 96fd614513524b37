"""The XML of a .docx as plain facts (文档 XML): runs in the child process, knows nothing of evaluation.

``package`` → ``styles``, ``numbering`` → ``inline`` → ``tables``, ``drawings`` → ``blocks`` → ``stories``, ``facts``.
Own reading: python-docx loses tracked insertions, content controls and text boxes without a word (docs/loading_word.md).
"""
