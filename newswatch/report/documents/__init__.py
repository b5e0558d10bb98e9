"""Office documents from Word templates that an office may edit: what stands in them, and how a template is filled. No file is opened here."""
