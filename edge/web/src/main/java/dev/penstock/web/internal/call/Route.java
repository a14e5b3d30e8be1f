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

  /** The addresses that browsers come to on the way to a provider and back. */
  public static final String OIDC = "/api/v1/session/oidc/";

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
   * True where what stands behind the question mark is not judged here. The console's pages keep in
   * it what they show, so that an address can be sent to somebody; and a provider may add what we
   * do not know, which must be let pass (RFC 6749 §4.1.2).
   */
  public boolean takesAnyQuery() {
    return path.startsWith(PAGES) || path.startsWith(OIDC);
  }

  /** True when a request can come back with this status. */
  public boolean hasStatus(int status) {
    return statuses.contains(status)
        || COMMON.contains(status)
        || (!(access instanceof Access.Open) && REFUSALS.contains(status));
  }
}
