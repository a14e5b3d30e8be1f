package dev.penstock.mqtt;

import dev.penstock.framesmqtt.TopicFilter;

/**
 * What to ask a broker for.
 *
 * @param qos the most the broker shall deliver at, 0..2; 1 for evidence
 */
public record Subscription(TopicFilter filter, int qos) {
  public Subscription {
    if (qos < 0 || qos > 2) {
      throw new IllegalArgumentException("qos is " + qos + ", must be 0..2");
    }
  }
}
