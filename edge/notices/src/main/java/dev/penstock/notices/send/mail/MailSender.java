package dev.penstock.notices.send.mail;

import dev.penstock.notices.Errand;
import dev.penstock.notices.send.Connection;
import dev.penstock.notices.send.NoticeSender;
import dev.penstock.notices.send.Sending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Sends notices by SMTP, RFC 5321. A password is sent over TLS only, RFC 4954 §4; a server that
 * does not offer what was set gets nothing.
 */
public final class MailSender implements NoticeSender {
  private static final int READY = 220;
  private static final int DONE = 250;
  private static final int WILL_FORWARD = 251;
  private static final int AUTHENTICATED = 235;
  private static final int GO_ON = 334;
  private static final int START_MAIL = 354;

  private final String node;
  private final MailOptions options;
  private final InstantSource clock;

  /**
   * A sender.
   *
   * @param node its name in the subject
   */
  public MailSender(String node, MailOptions options, InstantSource clock) {
    this.node = node;
    this.options = options;
    this.clock = clock;
  }

  @Override
  public Sending send(Errand errand) throws IOException {
    byte[] mail = MailText.of(node, options, errand, clock.instant());
    Connection connection = Connection.open(options.server(), options.limit());
    try (connection) {
      return new Dialogue(connection).send(mail);
    } catch (IOException e) {
      throw connection.explained(e);
    } catch (NoMore e) {
      return new Sending.Refused(e.why);
    }
  }

  /** The server says no, for good. */
  private static final class NoMore extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    NoMore(String why) {
      super(why);
      this.why = why;
    }
  }

  /** What is said on one connection. */
  private final class Dialogue {
    private final Connection connection;

    Dialogue(Connection connection) {
      this.connection = connection;
    }

    Sending send(byte[] mail) throws IOException, NoMore {
      if (options.security() == MailOptions.Security.TLS) {
        connection.secure(options.trust().context());
      }
      SmtpReply _ = wanted(READY, "its greeting", reply());
      SmtpReply offers = wanted(DONE, "EHLO", say("EHLO " + ownName()));
      if (options.security() == MailOptions.Security.STARTTLS) {
        offers = secured(offers);
      }
      if (options.login().isPresent()) {
        authenticate(offers, options.login().get());
      }
      SmtpReply _ = wanted(DONE, "MAIL", say("MAIL FROM:<" + options.from() + ">"));
      Optional<String> left = receivers();
      SmtpReply _ = wanted(START_MAIL, "DATA", say("DATA"));
      connection.write(stuffed(mail));
      SmtpReply _ = wanted(DONE, "the mail", reply());
      quit();
      return left.<Sending>map(Sending.Taken::new).orElseGet(Sending::taken);
    }

    private SmtpReply reply() throws IOException {
      return SmtpReply.read(connection::read);
    }

    private SmtpReply say(String line) throws IOException {
      connection.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return reply();
    }

    private SmtpReply wanted(int code, String after, SmtpReply reply) throws IOException, NoMore {
      if (reply.is(code)) {
        return reply;
      }
      String why = "the server says after " + after + ": " + reply;
      if (reply.isFinal()) {
        throw new NoMore(why);
      }
      throw new IOException(why);
    }

    private SmtpReply secured(SmtpReply offers) throws IOException, NoMore {
      if (!offers.offers("STARTTLS", "")) {
        throw new NoMore("the server offers no STARTTLS");
      }
      SmtpReply _ = wanted(READY, "STARTTLS", say("STARTTLS"));
      connection.secure(options.trust().context());
      // RFC 3207 §4.2: what was known before TLS is forgotten.
      return wanted(DONE, "EHLO", say("EHLO " + ownName()));
    }

    private void authenticate(SmtpReply offers, MailOptions.Login login)
        throws IOException, NoMore {
      byte[] user = login.user().getBytes(StandardCharsets.UTF_8);
      byte[] password = login.password().bytes();
      if (offers.offers("AUTH", "PLAIN")) {
        var all = new ByteArrayOutputStream();
        all.write(0);
        all.writeBytes(user);
        all.write(0);
        all.writeBytes(password);
        SmtpReply _ = wanted(AUTHENTICATED, "AUTH", say("AUTH PLAIN " + base64(all.toByteArray())));
      } else if (offers.offers("AUTH", "LOGIN")) {
        SmtpReply _ = wanted(GO_ON, "AUTH", say("AUTH LOGIN"));
        SmtpReply _ = wanted(GO_ON, "the user", say(base64(user)));
        SmtpReply _ = wanted(AUTHENTICATED, "the password", say(base64(password)));
      } else {
        throw new NoMore("the server offers neither AUTH PLAIN nor AUTH LOGIN");
      }
    }

    /** One receiver is enough to go on; those that were not taken are named. */
    private Optional<String> receivers() throws IOException, NoMore {
      List<String> left = new ArrayList<>();
      boolean isFinal = true;
      for (String to : options.to()) {
        SmtpReply reply = say("RCPT TO:<" + to + ">");
        if (!reply.is(DONE) && !reply.is(WILL_FORWARD)) {
          isFinal &= reply.isFinal();
          boolean _ = left.add(to + ": " + reply);
        }
      }
      String why = "not taken for " + String.join("; ", left);
      if (left.size() < options.to().size()) {
        return left.isEmpty() ? Optional.empty() : Optional.of(why);
      }
      if (isFinal) {
        throw new NoMore(why);
      }
      throw new IOException(why);
    }

    /** The mail is taken; whether the farewell is heard does not matter. */
    private void quit() {
      try {
        SmtpReply _ = say("QUIT");
      } catch (IOException e) {
        return;
      }
    }

    /** RFC 5321 §4.1.4: whoever has no name in the DNS says its address. */
    private String ownName() {
      InetAddress own = connection.own();
      String address = own.getHostAddress().replaceAll("%.*", "");
      return own instanceof Inet6Address ? "[IPv6:" + address + "]" : "[" + address + "]";
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** RFC 5321 §4.5.2: a dot at the start of a line is doubled, one alone ends the mail. */
  static byte[] stuffed(byte[] mail) {
    var out = new ByteArrayOutputStream(mail.length + 16);
    boolean isLineStart = true;
    for (byte each : mail) {
      if (isLineStart && each == '.') {
        out.write('.');
      }
      out.write(each);
      isLineStart = each == '\n';
    }
    if (!isLineStart) {
      out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.writeBytes(".\r\n".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }
}
