package dev.penstock.north;

/**
 * A message for a broker, and what it carries. Its payload is not to be written to.
 *
 * <p>No record: it holds an array, and nobody compares two.
 */
public final class Outgoing {
  private final String topic;
  private final byte[] payload;
  private final String contentType;
  private final int qos;
  private final boolean isRetained;
  private final long first;
  private final long last;
  private final int records;

  /** Made by {@link MessageMaker}, and by those who have messages of another kind. */
  public Outgoing(
      String topic,
      byte[] payload,
      String contentType,
      int qos,
      boolean isRetained,
      long first,
      long last,
      int records) {
    this.topic = topic;
    this.payload = payload;
    this.contentType = contentType;
    this.qos = qos;
    this.isRetained = isRetained;
    this.first = first;
    this.last = last;
    this.records = records;
  }

  public String topic() {
    return topic;
  }

  public byte[] payload() {
    return payload;
  }

  public String contentType() {
    return contentType;
  }

  public int qos() {
    return qos;
  }

  public boolean isRetained() {
    return isRetained;
  }

  /** The position in the journal of the first frame that it has a record of. */
  public long first() {
    return first;
  }

  /** The position of the last. */
  public long last() {
    return last;
  }

  /** How many records it carries. */
  public int records() {
    return records;
  }

  /** Where and how much; never the content. */
  @Override
  public String toString() {
    return topic + ", " + records + " records, " + payload.length + " bytes";
  }
}
