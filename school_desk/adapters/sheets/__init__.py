"""Every workbook that comes in or goes out: reads cells into plain values, writes tables for people; judges nothing."""
