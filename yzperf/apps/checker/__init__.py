"""The checker's page (质量核查页面): one deliverable, its findings at their places, signed decisions, what was not checked."""
