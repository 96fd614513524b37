"""财政工具: debt, social insurance, equity between regions, partnerships and special bonds."""
