"""One paper a file: from the facts of a conference to an artefact with an audience on every paragraph."""
