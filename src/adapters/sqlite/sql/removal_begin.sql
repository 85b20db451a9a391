-- From now on readers hide what this sender said.
INSERT INTO removal (sender) VALUES (?1)
