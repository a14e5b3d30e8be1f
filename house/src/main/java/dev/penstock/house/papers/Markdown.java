package dev.penstock.house.papers;

import dev.penstock.house.checkout.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The parts of a Markdown file that the rules look at. */
final class Markdown {
  /**
   * A link as written.
   *
   * @param at {@code path:line}
   */
  record Link(String at, String target) {}

  /**
   * A block between fences.
   *
   * @param at {@code path:line} of its first line
   */
  record Fence(String at, String language, String text) {}

  private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*)$");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  private final String path;
  private final List<String> headings = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final List<Fence> fences = new ArrayList<>();

  private Markdown(String path) {
    this.path = path;
  }

  static boolean is(SourceFile file) {
    return file.path().endsWith(".md");
  }

  static Markdown of(SourceFile file) {
    var markdown = new Markdown(file.path());
    markdown.read(file.text().lines().toList());
    return markdown;
  }

  List<String> headings() {
    return headings;
  }

  List<Link> links() {
    return links;
  }

  List<Fence> fences() {
    return fences;
  }

  /** What a link can name after the {@code #}: headings in the way GitHub spells them. */
  List<String> anchors() {
    Map<String, Integer> seen = new HashMap<>();
    var anchors = new ArrayList<String>();
    for (String heading : headings) {
      String anchor =
          heading
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .strip()
              .replace(' ', '-');
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }

  private void read(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.strip().startsWith("```")) {
        i = readFence(lines, i);
        continue;
      }
      var heading = HEADING.matcher(line);
      if (heading.matches()) {
        headings.add(heading.group(1).strip());
      }
      var link = LINK.matcher(CODE.matcher(line).replaceAll("`code`"));
      while (link.find()) {
        links.add(new Link(path + ":" + (i + 1), link.group(1)));
      }
    }
  }

  /** Returns the index of the line that ends it. */
  private int readFence(List<String> lines, int start) {
    String language = lines.get(start).strip().substring(3).strip();
    var text = new StringBuilder();
    int at = start + 1;
    while (at < lines.size() && !lines.get(at).strip().startsWith("```")) {
      text.append(lines.get(at)).append('\n');
      at++;
    }
    fences.add(new Fence(path + ":" + (start + 2), language, text.toString()));
    return at;
  }
}
