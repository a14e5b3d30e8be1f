package dev.penstock.testkit.disk;

/** What a crash does to everything that no force has made durable. */
public enum Fate {
  /** All of it is gone: the disk had written nothing by itself. */
  ALL_LOST,
  /** All of it is there: the disk had written everything just before. */
  ALL_KEPT,
  /** Each file and name fares for itself, as the seed says; files are torn between sectors. */
  MIXED
}
