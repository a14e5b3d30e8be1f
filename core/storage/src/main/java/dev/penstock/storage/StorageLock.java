package dev.penstock.storage;

import java.io.Closeable;

/** A lock held on a {@link Storage}; closing it lets go. */
public interface StorageLock extends Closeable {}
