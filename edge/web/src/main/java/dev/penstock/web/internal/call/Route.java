package dev.penstock.web.internal.call;

import dev.penstock.access.Action;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * One address of the API and all that can be said of it before somebody asks.
 *
 * @param path with {@code {name}} for a part, {@code <name>} for the rest
 * @param statuses every one that can come back, but for those of {@link #COMMON}
 */
public record Route(
    Method method,
    String path,
    Access access,
    Pace pace,
    List<Parameter<?>> parameters,
    Set<Integer> statuses,
    Handler handler) {
  /** What may come back from any address, before it is even looked at. */
  public static final Set<Integer> COMMON = Set.of(400, 405, 414, 421, 429, 431, 500, 503);

  private static final String PAGES = "/console/";

  /** What comes back besides where it is due to say who asks. */
  public static final Set<Integer> REFUSALS = Set.of(401, 403);

  /** HTTP's own word. */
  public enum Method {
    GET,
    POST
  }

  /** Who may ask. */
  public sealed interface Access {
    /** Everybody who reaches the socket. */
    Access OPEN = new Open();

    /** Who has a session; what may be done with it in its state, the answer's maker asks. */
    Access SESSION = new Session();

    record Open() implements Access {}

    record Session() implements Access {}

    /** Who has a role on the whole site that carries this. */
    record Of(Action action) implements Access {}

    /**
     * Who has a role that carries this, be it in one zone only: the answer's maker shows and does
     * what lies there, by {@link Call#sight}.
     */
    record Within(Action action) implements Access {}

    static Access of(Action action) {
      return new Of(action);
    }

    static Access within(Action action) {
      return new Within(action);
    }
  }

  /** What an answer costs. */
  public enum Pace {
    /** Nothing that could take long. */
    AT_ONCE,
    /** Reads what is stored: only so many at a time, and each only so long. */
    QUERY,
    /** Waits for others by its own rules. */
    OWN
  }

  /** Makes the answer. */
  @FunctionalInterface
  public interface Handler {
    Answer answer(Call call) throws IOException, InterruptedException;
  }

  public Route {
    parameters = List.copyOf(parameters);
    statuses = Set.copyOf(statuses);
  }

  /**
   * True for the console's own addresses: what stands behind the question mark there is for the
   * page, which keeps in it what it shows, so that an address can be sent to somebody.
   */
  public boolean isPage() {
    return path.startsWith(PAGES);
  }

  /** True when a request can come back with this status. */
  public boolean hasStatus(int status) {
    return statuses.contains(status)
        || COMMON.contains(status)
        || (!(access instanceof Access.Open) && REFUSALS.contains(status));
  }
}
