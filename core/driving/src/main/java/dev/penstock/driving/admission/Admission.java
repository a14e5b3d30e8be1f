package dev.penstock.driving.admission;

import dev.penstock.driving.Located;
import java.util.Optional;

/**
 * What a policy says of points that the node itself reads. Asked whenever points are planned, when
 * {@link #revision} is another one, and each minute, for rules have times of the day.
 */
public interface Admission {
  /** Lets everything be read. */
  Admission ALL =
      new Admission() {
        @Override
        public Optional<Refusal> refusal(Located.Found point) {
          return Optional.empty();
        }

        @Override
        public long revision() {
          return 0;
        }
      };

  /** Why a point must not be read now; empty where it may. */
  Optional<Refusal> refusal(Located.Found point);

  /** Another number after each change of what is answered; times of the day do not count. */
  long revision();
}
