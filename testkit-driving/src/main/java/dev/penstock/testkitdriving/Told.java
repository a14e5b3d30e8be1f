package dev.penstock.testkitdriving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.driving.Sink;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.points.Quality;
import java.util.ArrayList;
import java.util.List;

/** Remembers what one reading told, and holds it to the contract as it comes. One thread. */
public final class Told implements Sink {
  private final List<List<Value>> byPoint = new ArrayList<>();
  private boolean isAnswered;

  /** What was told of a point. */
  public record Value(Scalar value, int quality) {
    /** Whether it is good. */
    public boolean isGood() {
      return Quality.isGood(quality);
    }
  }

  /** For a plan of so many points. */
  public Told(int points) {
    for (int i = 0; i < points; i++) {
      byPoint.add(new ArrayList<>());
    }
  }

  @Override
  public void answered() {
    isAnswered = true;
  }

  @Override
  public void value(int point, Scalar value, int quality, long sourceTimeNanos) {
    if (!Quality.isBad(quality)) {
      assertThat(isAnswered).as("a value that is not bad comes after an answer").isTrue();
      assertThat(value).isNotInstanceOf(Scalar.None.class);
    }
    assertThat(sourceTimeNanos).isGreaterThanOrEqualTo(NO_TIME);
    byPoint.get(point).add(new Value(value, quality));
  }

  /** Of each point, in order; each was told exactly once. */
  public List<Value> once() {
    for (int i = 0; i < byPoint.size(); i++) {
      assertThat(byPoint.get(i)).as("point %d is told exactly once", i).hasSize(1);
    }
    return byPoint.stream().map(List::getFirst).toList();
  }

  /** All that was told of a point, in order. */
  public List<Value> of(int point) {
    return List.copyOf(byPoint.get(point));
  }

  /** How much was told of all points. */
  public int count() {
    return byPoint.stream().mapToInt(List::size).sum();
  }
}
