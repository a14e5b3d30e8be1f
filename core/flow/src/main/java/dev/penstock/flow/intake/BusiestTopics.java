package dev.penstock.flow.intake;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which topics say the most, in bounded memory whatever their number: the space-saving algorithm of
 * Metwally, Agrawal and El Abbadi (2005), "Efficient computation of frequent and top-k elements in
 * data streams". A topic whose share is more than one in {@code places} is always among them, and
 * no count is too small; {@link Busy#atMostTooMany} says by how much it may be too large. One
 * thread.
 */
public final class BusiestTopics {
  private static final int PLACES_MAX = 10_000;
  private static final int SHOWN_CHARS_MAX = 1_024;

  /*
   * A min-heap by count, and the place of each topic in it. A message moves one place down the heap
   * by as much as it must, so a message costs O(log places) and no allocation once all are taken,
   * but for a new topic's entry in the map.
   */
  private final Place[] heap;
  private final Map<String, Place> byTopic;
  private int taken;
  private long messages;
  private long bytes;

  private static final class Place {
    private String topic;
    private long count;
    private long error;
    private long bytes;
    private Instant lastHeard;
    private int at;

    private Place(String topic, Instant now) {
      this.topic = topic;
      this.lastHeard = now;
    }
  }

  /**
   * One of the busiest.
   *
   * @param messages at least so many minus {@code atMostTooMany}, at most so many
   * @param bytes of those seen while it had its place
   */
  public record Busy(
      String topic, long messages, long atMostTooMany, long bytes, Instant lastHeard) {}

  /** Room for so many topics. */
  public BusiestTopics(int places) {
    if (places < 1 || places > PLACES_MAX) {
      throw new IllegalArgumentException("places is " + places + ", must be 1.." + PLACES_MAX);
    }
    this.heap = new Place[places];
    this.byTopic = HashMap.newHashMap(places);
  }

  /** A message came. */
  public void heard(String topic, long size, Instant now) {
    messages++;
    bytes += size;
    String shown = topic.length() <= SHOWN_CHARS_MAX ? topic : topic.substring(0, SHOWN_CHARS_MAX);
    Place place = byTopic.get(shown);
    if (place == null) {
      place = taken < heap.length ? append(shown, now) : replaceSmallest(shown);
    }
    place.count++;
    place.bytes += size;
    place.lastHeard = now;
    sink(place);
  }

  private Place append(String topic, Instant now) {
    Place place = new Place(topic, now);
    place.at = taken;
    heap[taken] = place;
    taken++;
    byTopic.put(topic, place);
    rise(place);
    return place;
  }

  private Place replaceSmallest(String topic) {
    Place place = heap[0];
    byTopic.remove(place.topic);
    place.topic = topic;
    place.error = place.count;
    place.bytes = 0;
    byTopic.put(topic, place);
    return place;
  }

  private void rise(Place place) {
    while (place.at > 0 && heap[(place.at - 1) / 2].count > place.count) {
      swap(place, heap[(place.at - 1) / 2]);
    }
  }

  private void sink(Place place) {
    while (true) {
      int left = 2 * place.at + 1;
      if (left >= taken) {
        return;
      }
      int right = left + 1;
      int smaller = right < taken && heap[right].count < heap[left].count ? right : left;
      if (heap[smaller].count >= place.count) {
        return;
      }
      swap(place, heap[smaller]);
    }
  }

  private void swap(Place a, Place b) {
    int at = a.at;
    a.at = b.at;
    b.at = at;
    heap[a.at] = a;
    heap[b.at] = b;
  }

  /** The busiest, most first. */
  public List<Busy> busiest() {
    return byTopic.values().stream()
        .map(place -> new Busy(place.topic, place.count, place.error, place.bytes, place.lastHeard))
        .sorted(Comparator.comparingLong(Busy::messages).reversed().thenComparing(Busy::topic))
        .toList();
  }

  /** All messages. */
  public long messages() {
    return messages;
  }

  /** Payload bytes of all messages. */
  public long bytes() {
    return bytes;
  }
}
