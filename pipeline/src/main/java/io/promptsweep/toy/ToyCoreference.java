package io.promptsweep.toy;

import static io.promptsweep.toy.ToyWording.words;

import io.promptsweep.toy.ToyLexicon.Person;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two people and a pronoun: its gender says who is meant, or a reason that fits only one. */
final class ToyCoreference {
  /** The column with the text in which both spans are marked as family A marks them. */
  static final String MARKED = "marked";

  /**
   * What happens between two people.
   *
   * @param deed with {@code 1} and {@code 2} for them and {@code N} for a noun
   * @param ofFirst reasons that lie in the first
   * @param ofSecond reasons that lie in the second
   */
  private record Schema(String deed, List<String> ofFirst, List<String> ofSecond) {}

  private static final List<String> GIVES = List.of("was strong", "was kind");
  private static final List<String> TAKES = List.of("was weak", "was sick", "needed help");
  private static final List<String> PAYS = List.of("was rich", "wanted help");
  private static final List<String> EARNS = List.of("was poor", "had fixed the N");
  private static final List<String> THANKS = List.of("was glad", "wanted the N");
  private static final List<String> THANKED = List.of("had found the N", "was kind");
  private static final List<String> SELLS = List.of("needed money", "was poor");
  private static final List<String> BUYS = List.of("wanted the N", "was rich");
  private static final List<String> SHUNS = List.of("was shy", "wanted rest");
  private static final List<String> SHUNNED = List.of("was rude", "was loud");

  private static final List<Schema> SCHEMAS =
      List.of(
          new Schema("1 helped 2", GIVES, TAKES),
          new Schema("1 was helped by 2", TAKES, GIVES),
          new Schema("1 carried 2", GIVES, TAKES),
          new Schema("1 was carried by 2", TAKES, GIVES),
          new Schema("1 paid 2", PAYS, EARNS),
          new Schema("1 was paid by 2", EARNS, PAYS),
          new Schema("1 thanked 2", THANKS, THANKED),
          new Schema("1 was thanked by 2", THANKED, THANKS),
          new Schema("1 sold the N to 2", SELLS, BUYS),
          new Schema("1 bought the N from 2", BUYS, SELLS),
          new Schema("1 left 2", SHUNS, SHUNNED),
          new Schema("1 was left by 2", SHUNNED, SHUNS));

  private final Draw draw;
  private final Person first;
  private final Person second;

  private ToyCoreference(Draw draw) {
    this.draw = draw;
    boolean alike = draw.percent(60);
    this.first = draw.one(ToyLexicon.PEOPLE);
    Person other = draw.other(ToyLexicon.PEOPLE, first);
    while ((other.female() == first.female()) != alike) {
      other = draw.other(ToyLexicon.PEOPLE, first);
    }
    this.second = other;
  }

  /** Class 1: the pronoun means the person of the first span. Class 0: it means the other. */
  static ToyExample example(Draw draw, int label) {
    ToyCoreference people = new ToyCoreference(draw);
    boolean firstMeant = draw.percent(50);
    Person meant = firstMeant ? people.first : people.second;
    Person asked = firstMeant == (label == 1) ? people.first : people.second;
    return marked(people.text(firstMeant), label, asked.name(), meant);
  }

  /** Such a text, unmarked. */
  static String story(Draw draw) {
    return new ToyCoreference(draw).text(draw.percent(50));
  }

  private String text(boolean firstMeant) {
    Schema schema = draw.one(SCHEMAS);
    Person meant = firstMeant ? first : second;
    String noun = draw.one(ToyLexicon.NOUNS).one();
    String circumstance = draw.one(draw.percent(50) ? ToyLexicon.PLACES : ToyLexicon.TIMES);
    String deed =
        schema.deed().replace("1", first.name()).replace("2", second.name()).replace("N", noun);
    String clause = draw.percent(50) ? words(circumstance, deed) : words(deed, circumstance);
    if (first.female() != second.female() && draw.percent(50)) {
      ToyFact next = new ToyFacts(draw).bare();
      return words(clause, "and then", new ToyWording(draw).active(next, meant.pronoun()));
    }
    String reason = draw.one(firstMeant ? schema.ofFirst() : schema.ofSecond());
    return words(clause, "because", meant.pronoun(), reason.replace("N", noun));
  }

  private static ToyExample marked(String text, int label, String name, Person meant) {
    String pronoun = meant.pronoun();
    List<String> words = Arrays.asList(text.split(" ", -1));
    int nameAt = words.indexOf(name);
    int pronounAt = words.indexOf(pronoun);
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("text", text);
    columns.put("span1_text", name);
    columns.put("span1_index", Integer.toString(nameAt));
    columns.put("span2_text", pronoun);
    columns.put("span2_index", Integer.toString(pronounAt));
    words.set(nameAt, "* " + name + " *");
    words.set(pronounAt, "# " + pronoun + " #");
    columns.put(MARKED, String.join(" ", words));
    return new ToyExample(columns, label, meant.name());
  }
}
