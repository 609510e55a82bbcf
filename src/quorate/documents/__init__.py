"""Papers: leaflets, booklets and forms of a procedure as tagged PDF. Letters, minutes and plans come here too."""
