"""Sphinx as the CPython documentation sets it up, as far as one page of it can tell.

Nothing here reaches for the network: references to other projects are not resolved.
"""

project = "Python"
root_doc = "index"
html_theme = "basic"
extensions = ["sphinx.ext.extlinks"]
extlinks = {
    "gh": ("https://github.com/python/cpython/issues/%s", "gh-%s"),
    "source": ("https://github.com/python/cpython/tree/main/%s", "%s"),
}
extlinks_detect_hardcoded_links = True
highlight_language = "python3"
smartquotes = True
nitpicky = True
html_copy_source = False
