"""The MIB library as its users see it: lists, trees, texts, uploads, revisions."""
