package dev.penstock.notices.send.mail;

import dev.penstock.notices.send.FakePeer;
import dev.penstock.notices.send.TestTls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** A mail server that says what a test wants. */
final class FakeSmtp {
  final List<String> heard = new CopyOnWriteArrayList<>();
  final List<String> mails = new CopyOnWriteArrayList<>();

  /** What is said to a command instead of the usual, by the command's beginning. */
  final Map<String, String> replies = new HashMap<>();

  String extensions = "";
  String afterStartTls = "";
  SSLContext tls;
  boolean isTlsFirst;

  void serve(Socket socket) throws Exception {
    Socket current = isTlsFirst ? TestTls.serve(tls, socket, false) : socket;
    BufferedReader in = reader(current);
    say(current, replies.getOrDefault("", "220 mail.example ready"));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      heard.add(line);
      String said = reply(line);
      if (line.equals("STARTTLS")) {
        say(current, said + afterStartTls);
        current = TestTls.serve(tls, current, false);
        in = reader(current);
        extensions = "250-AUTH PLAIN LOGIN\r\n";
        continue;
      }
      say(current, said);
      if (line.equals("DATA") && said.startsWith("354")) {
        mails.add(mail(in));
        say(current, replies.getOrDefault(".", "250 taken"));
      }
      if (line.equals("QUIT")) {
        return;
      }
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private String reply(String line) {
    for (Map.Entry<String, String> each : replies.entrySet()) {
      if (!each.getKey().isEmpty() && line.startsWith(each.getKey())) {
        return each.getValue();
      }
    }
    String command = line.split(" ", -1)[0];
    return switch (command) {
      case "EHLO" -> "250-mail.example\r\n" + extensions + "250 8BITMIME";
      case "STARTTLS" -> "220 go on";
      case "AUTH" -> line.startsWith("AUTH LOGIN") ? "334 VXNlcm5hbWU6" : "235 known";
      case "MAIL", "RCPT" -> "250 good";
      case "DATA" -> "354 go on";
      case "QUIT" -> "221 farewell";
      default -> "500 what?";
    };
  }

  /** As the other side sees it: dots are taken away again. */
  private static String mail(BufferedReader in) throws IOException {
    var mail = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      mail.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
    }
    return mail.toString();
  }

  FakePeer open() throws IOException {
    return FakePeer.of(this::serve);
  }
}
