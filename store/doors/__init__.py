"""The doors of the store, one for each kind of data. Together they are `store.store.Store`."""
