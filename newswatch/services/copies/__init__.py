"""Copies of the pages of items that count or wait for a person: their images and style sheets, and pictures of them in a browser.

    kept years → pages that wait → fetch their parts, hosts side by side → files, rows → show each in Chromium, where there is one → files, rows

It follows the polls and is none of them: nothing here changes a count, and what fails here is noted with the page and tried again twice. Each page is
done once; one whose item changed is another page.
"""

from newswatch.services.copies.run import Copied as Copied
from newswatch.services.copies.run import copy_pages as copy_pages
