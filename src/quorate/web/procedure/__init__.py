"""An authority's procedure as people read it: sentences, sources, worked examples, comparisons. Knows no web page."""
