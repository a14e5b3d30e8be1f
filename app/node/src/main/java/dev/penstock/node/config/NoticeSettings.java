package dev.penstock.node.config;

import dev.penstock.notices.NoticeRules;
import dev.penstock.notices.send.mail.MailOptions;
import dev.penstock.notices.send.snmp.SnmpOptions;
import dev.penstock.notices.send.syslog.CollectorOptions;
import dev.penstock.notices.send.webhook.WebhookOptions;
import java.util.List;

/**
 * Who is told of what, as an operator sets it; docs/notices.md says what the fields mean.
 *
 * @param rules name the same channels
 */
public record NoticeSettings(NoticeRules rules, List<Channel> channels) {
  /** Nobody is told. */
  public static final NoticeSettings NONE = new NoticeSettings(NoticeRules.NONE, List.of());

  /** One way to tell somebody. */
  public sealed interface Channel {
    String name();
  }

  public record Mail(String name, MailOptions options) implements Channel {}

  public record Webhook(String name, WebhookOptions options) implements Channel {}

  public record Collector(String name, CollectorOptions options) implements Channel {}

  public record Snmp(String name, SnmpOptions options) implements Channel {}

  public NoticeSettings {
    channels = List.copyOf(channels);
  }
}
