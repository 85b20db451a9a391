-- Of every inbox.
SELECT epoch FROM inbox_epoch
