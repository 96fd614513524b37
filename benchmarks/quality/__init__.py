"""Mutation benchmark of the quality checks (质量检查的自测): clean deliverables, planted defects, benign twins."""
