"""Made-up families at every stage, told as dated facts and written by the services that the pages use."""
