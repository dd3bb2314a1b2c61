"""Where workers live: in this process for tests, in processes of their own when serving."""
