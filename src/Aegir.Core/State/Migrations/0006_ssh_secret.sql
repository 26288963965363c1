-- Where a secret is to be found, such as env:NAME; never the secret.
ALTER TABLE server ADD COLUMN ssh_secret TEXT;
