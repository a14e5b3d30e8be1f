package dev.penstock.web.internal.call;

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

  /** HTTP's own word. */
  public enum Method {
    GET,
    POST
  }

  /** Who may ask. */
  public enum Access {
    /** Everybody who reaches the socket. */
    OPEN,
    /** Who has the token. */
    TOKEN
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

  /** True when a request can come back with this status. */
  public boolean hasStatus(int status) {
    return statuses.contains(status)
        || COMMON.contains(status)
        || (access == Access.TOKEN && status == 401);
  }
}
