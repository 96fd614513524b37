"""What the facts of a .docx mean (文档释读): headings, captions, references, signatures, places; runs in the parent.

``lines`` → ``contents``, ``captions``, ``headings`` → ``plan`` → ``builder`` → ``beside``, ``relations`` → ``build``.
"""
