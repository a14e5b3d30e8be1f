package dev.penstock.node.config;

import dev.penstock.node.config.NoticeSettings.Channel;
import dev.penstock.notices.ChannelRule;
import dev.penstock.notices.NoticeKind;
import dev.penstock.notices.NoticeRules;
import dev.penstock.notices.Route;
import dev.penstock.notices.Severity;
import dev.penstock.notices.Step;
import dev.penstock.yaml.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the section {@code notices}; docs/notices.md says what its fields mean. */
final class NoticeSections {
  private static final Map<String, Severity> SEVERITIES =
      Arrays.stream(Severity.values())
          .collect(Collectors.toMap(Severity::wireName, Function.identity()));

  private NoticeSections() {}

  /** What a channel has apart from the way it takes. */
  private record Named(ChannelRule rule, Channel channel) {}

  static NoticeSettings of(Section file) {
    boolean isSet = file.has("notices");
    return file.section("notices", section -> isSet ? read(section) : NoticeSettings.NONE);
  }

  private static NoticeSettings read(Section section) {
    List<Named> named =
        section.sections("channels", NoticeSections::channel).stream()
            .flatMap(Optional::stream)
            .toList();
    Set<String> names = named.stream().map(each -> each.rule().name()).collect(Collectors.toSet());
    List<Route> routes =
        section.sections("routes", each -> route(each, names)).stream()
            .flatMap(Optional::stream)
            .toList();
    try {
      var rules = new NoticeRules(named.stream().map(Named::rule).toList(), routes);
      return new NoticeSettings(rules, named.stream().map(Named::channel).toList());
    } catch (IllegalArgumentException e) {
      section.refuse("channels", String.valueOf(e.getMessage()));
      return NoticeSettings.NONE;
    }
  }

  private static Optional<Named> channel(Section one) {
    String name =
        one.parsed(
            "name", "must be a name for the channel, as mail-1", "unnamed", NoticeSections::name);
    int perHour = one.number("per-hour", 1, ChannelRule.PER_HOUR_MAX, ChannelRule.PER_HOUR_DEFAULT);
    Optional<Channel> channel = ChannelSections.of(one, name);
    return channel.map(made -> new Named(new ChannelRule(name, perHour), made));
  }

  private static String name(String text) {
    if (!ChannelRule.isName(text)) {
      throw new IllegalArgumentException("1..64 of a-z, 0-9 and -, the first no -");
    }
    return text;
  }

  private static Optional<Route> route(Section one, Set<String> channels) {
    Set<NoticeKind> kinds = EnumSet.noneOf(NoticeKind.class);
    for (String word : one.texts("kinds")) {
      Optional<NoticeKind> kind = NoticeKind.ofWireName(word).filter(NoticeKind::isRaisable);
      if (kind.isEmpty()) {
        one.refuse("kinds", "knows no '" + word + "'; there are: " + kindsKnown());
      }
      kind.ifPresent(kinds::add);
    }
    Severity least = one.word("severity", SEVERITIES, Severity.INFO);
    Optional<Duration> repeat =
        one.has("repeat")
            ? Optional.of(
                one.duration("repeat", Route.REPEAT_MIN, Route.REPEAT_MAX, Route.REPEAT_MAX))
            : unset(one);
    List<Step> steps =
        one.sections("steps", each -> step(each, channels)).stream()
            .flatMap(Optional::stream)
            .toList();
    try {
      return Optional.of(new Route(kinds, least, steps, repeat));
    } catch (IllegalArgumentException e) {
      one.refuse("steps", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Asked for all the same, so that the field is known. */
  private static Optional<Duration> unset(Section one) {
    Duration _ = one.duration("repeat", Route.REPEAT_MIN, Route.REPEAT_MAX, Route.REPEAT_MAX);
    return Optional.empty();
  }

  private static String kindsKnown() {
    return Arrays.stream(NoticeKind.values())
        .filter(NoticeKind::isRaisable)
        .map(NoticeKind::wireName)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static Optional<Step> step(Section one, Set<String> channels) {
    Duration after = one.duration("after", Duration.ZERO, Step.AFTER_MAX, Duration.ZERO);
    List<String> named = new ArrayList<>(one.texts("channels"));
    for (String each : named) {
      if (!channels.contains(each)) {
        one.refuse("channels", "names '" + each + "', which is no channel");
        return Optional.empty();
      }
    }
    try {
      return Optional.of(new Step(after, named));
    } catch (IllegalArgumentException e) {
      one.refuse("channels", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
