package dev.penstock.node.backup;

/** Is told how far long work is, in bytes. */
@FunctionalInterface
public interface CopyProgress {
  void at(long done, long size);
}
