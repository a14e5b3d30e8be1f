package dev.penstock.notices;

import java.time.Instant;

/**
 * One message to one channel. It has the same id however often it is tried, so that a receiver can
 * tell a repetition from news.
 *
 * @param id unique on this board, from 1
 * @param madeAt when it was written, in whole milliseconds
 * @param attempts how often it was tried before
 */
public record Errand(
    long id, String channel, Occasion occasion, Notice notice, Instant madeAt, int attempts) {
  Errand tried() {
    return new Errand(id, channel, occasion, notice, madeAt, attempts + 1);
  }
}
