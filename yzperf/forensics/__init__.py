"""Numerics that tell whether printed figures and survey answers can be genuine (数据核验): arrays in, numbers out.

Methods wrap them in results, quality checks in findings; neither knows the other.
"""
