"""Lessons as text, one bilingual source each, and the command that makes notebooks of them."""
