package dev.penstock.notices;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who is told of what.
 *
 * @param channels each with a name of its own
 * @param routes the first that takes a notice has it; what none takes is told to nobody
 */
public record NoticeRules(List<ChannelRule> channels, List<Route> routes) {
  /** Each has a thread and a line of messages. */
  public static final int CHANNELS_MAX = 16;

  public static final int ROUTES_MAX = 64;

  /** Nobody is told of anything. */
  public static final NoticeRules NONE = new NoticeRules(List.of(), List.of());

  public NoticeRules {
    channels = List.copyOf(channels);
    routes = List.copyOf(routes);
    Set<String> names = new HashSet<>();
    for (ChannelRule each : channels) {
      if (!names.add(each.name())) {
        throw new IllegalArgumentException("channel " + each.name() + " is there twice");
      }
    }
    if (channels.size() > CHANNELS_MAX || routes.size() > ROUTES_MAX) {
      throw new IllegalArgumentException(
          channels.size()
              + " channels and "
              + routes.size()
              + " routes, must be 16 and 64 or less");
    }
    for (Route route : routes) {
      for (Step step : route.steps()) {
        if (!names.containsAll(step.channels())) {
          throw new IllegalArgumentException(
              "a route names one of " + step.channels() + ", which is no channel");
        }
      }
    }
  }

  Optional<Route> routeFor(NoticeKind kind, Severity severity) {
    return routes.stream().filter(each -> each.takes(kind, severity)).findFirst();
  }
}
