package dev.sampo.file;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads the text of a stranger into items, within bounds: no aliases, no tags, no name twice. */
final class ItemReader {
    static final int BYTES_MAX = 16 << 20;
    static final int TEXT_MAX = 1 << 20;
    static final int DEPTH_MAX = 32;
    private static final int ITEMS_MAX = 1_000_000;
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

    private final JsonParser parser;
    private int items;

    private ItemReader(JsonParser parser) {
        this.parser = parser;
    }

    /** @throws BadFile when it cannot be read */
    static Item read(String source, byte[] bytes, Format format) {
        var findings = new Findings(source);
        if (bytes.length > BYTES_MAX) {
            findings.add(
                    Findings.NOWHERE,
                    "has " + bytes.length + " bytes, at most " + BYTES_MAX
                            + " are allowed; let tasks load large values themselves");
            throw findings.bad();
        }
        int noText = Utf8.firstStrange(bytes);
        if (noText >= 0) {
            findings.add(
                    Findings.NOWHERE,
                    "is not text in UTF-8, as byte " + (noText + 1) + " shows; write it in that encoding");
            throw findings.bad();
        }
        try (JsonParser parser = format.parser(bytes)) {
            return new ItemReader(parser).whole(format);
        } catch (Wrong wrong) {
            findings.add(wrong.at(), wrong.getMessage());
        } catch (JsonProcessingException malformed) {
            findings.add(spot(malformed), said(malformed, format));
        } catch (IOException unreadable) {
            findings.add(Findings.NOWHERE, "cannot be read as " + format);
        } catch (RuntimeException strange) {
            // The YAML library has errors of its own besides those of its parser.
            findings.add(Findings.NOWHERE, "is not " + format + ": " + firstLine(strange));
        }
        throw findings.bad();
    }

    private Item whole(Format format) throws IOException {
        if (parser.nextToken() == null) {
            throw new Wrong(Findings.NOWHERE, "is empty; a job has at least a name and tasks");
        }
        Item item = item(0);
        if (parser.nextToken() != null) {
            throw new Wrong(
                    here(),
                    format == Format.YAML
                            ? "a second document begins here; write each job into a file of its own"
                            : "it goes on after its end");
        }
        return item;
    }

    private Item item(int depth) throws IOException {
        Spot at = here();
        if (depth > DEPTH_MAX) {
            throw new Wrong(at, "nested deeper than " + DEPTH_MAX + "; a job is not");
        }
        if (++items > ITEMS_MAX) {
            throw new Wrong(
                    at, "more than " + ITEMS_MAX + " things in one file; let tasks load large values themselves");
        }
        refuseWhatIsOnlyYaml(at);
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return fields(at, depth);
        } else if (token == JsonToken.START_ARRAY) {
            var all = new ArrayList<Item>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                all.add(item(depth + 1));
            }
            return new Item.Items(at, all);
        } else if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return new Item.Flag(at, token == JsonToken.VALUE_TRUE);
        } else if (token == JsonToken.VALUE_NULL) {
            return new Item.Nothing(at);
        } else if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return amount(at);
        }
        return text(at);
    }

    private Item text(Spot at) throws IOException {
        if (parser.getTextLength() > TEXT_MAX) {
            throw new Wrong(
                    at, "a text of more than " + TEXT_MAX + " characters; let tasks load large values themselves");
        }
        return new Item.Text(at, parser.getText());
    }

    /** What only YAML takes for a number, such as 0755 or 1_000, is a text here: JSON would not say the same. */
    private Item amount(Spot at) throws IOException {
        String text = parser.getText();
        return NUMBER.matcher(text).matches()
                ? new Item.Amount(at, text, parser.getNumberValue())
                : new Item.Text(at, text);
    }

    private Item fields(Spot at, int depth) throws IOException {
        var entries = new LinkedHashMap<String, Item.Entry>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Spot name = here();
            refuseWhatIsOnlyYaml(name);
            String field = parser.currentName();
            parser.nextToken();
            Item.Entry before = entries.put(field, new Item.Entry(name, item(depth + 1)));
            if (before != null) {
                throw new Wrong(
                        name,
                        "\"" + Findings.shown(field) + "\" is there twice, first in line "
                                + before.name().line() + "; leave one of them out");
            }
        }
        return new Item.Fields(at, entries);
    }

    private void refuseWhatIsOnlyYaml(Spot at) throws IOException {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw new Wrong(
                    at,
                    "*" + Findings.shown(parser.getText())
                            + " refers to something elsewhere, which is not supported; write it"
                            + " out, or say under \"defaults\" what all tasks share");
        }
        if (parser.getObjectId() != null) {
            throw new Wrong(
                    at,
                    "&" + Findings.shown(parser.getObjectId().toString())
                            + " names this for elsewhere, which is not supported; leave it out");
        }
        if (parser.getTypeId() != null) {
            throw new Wrong(
                    at,
                    "tags such as !" + Findings.shown(parser.getTypeId().toString())
                            + " are not supported; leave it out");
        }
    }

    private Spot here() {
        return spot(parser.currentTokenLocation());
    }

    private static Spot spot(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? Findings.NOWHERE
                : new Spot(location.getLineNr(), Math.max(1, location.getColumnNr()));
    }

    private static Spot spot(JsonProcessingException malformed) {
        MarkedYAMLException yaml = marked(malformed);
        return yaml != null && yaml.getProblemMark() != null
                ? new Spot(
                        yaml.getProblemMark().getLine() + 1,
                        yaml.getProblemMark().getColumn() + 1)
                : spot(malformed.getLocation());
    }

    private static String said(JsonProcessingException malformed, Format format) {
        MarkedYAMLException yaml = marked(malformed);
        if (malformed instanceof StreamConstraintsException) {
            return "a text, a number or the nesting is longer than a job needs: texts may have " + TEXT_MAX
                    + " characters, numbers 64, and " + DEPTH_MAX + " levels";
        }
        return "this is not " + format + ": "
                + (yaml != null && yaml.getProblem() != null
                        ? yaml.getProblem()
                        : malformed.getOriginalMessage().lines().findFirst().orElse("?"));
    }

    private static MarkedYAMLException marked(Throwable malformed) {
        Throwable cause = malformed;
        while (cause != null && !(cause instanceof MarkedYAMLException)) {
            cause = cause.getCause();
        }
        return (MarkedYAMLException) cause;
    }

    private static String firstLine(RuntimeException strange) {
        return String.valueOf(strange.getMessage()).lines().findFirst().orElse("?");
    }
}
