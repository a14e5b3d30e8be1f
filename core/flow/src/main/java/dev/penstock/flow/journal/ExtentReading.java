package dev.penstock.flow.journal;

/** What a journal answers when it is asked for the bytes of an extent. */
public sealed interface ExtentReading {
  /** They are in the array. */
  record Found() implements ExtentReading {}

  /** They were there and are gone by policy; never to be shown as "none". */
  record Dropped() implements ExtentReading {}

  /** They cannot be read, or no such bytes were ever durable. */
  record Failed(JournalFinding finding) implements ExtentReading {}
}
