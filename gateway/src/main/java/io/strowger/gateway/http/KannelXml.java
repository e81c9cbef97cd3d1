package io.strowger.gateway.http;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The XML that {@code sendsms} takes (Kannel user guide, "XML Post"), as the parameters of the
 * other forms. Elements of other names are passed over. A document type is not read and entities
 * are not followed, so that a body can neither grow nor reach out.
 */
final class KannelXml {
  private static final int DEPTH_MAX = 12;
  private static final XMLInputFactory FACTORY = factory();

  /** Which element is which parameter. */
  private static final Map<String, String> PARAMETERS =
      Map.ofEntries(
          Map.entry("/message/submit/da/number", "to"),
          Map.entry("/message/submit/oa/number", "from"),
          Map.entry("/message/submit/ud", "text"),
          Map.entry("/message/submit/udh", "udh"),
          Map.entry("/message/submit/dcs/mclass", "mclass"),
          Map.entry("/message/submit/dcs/coding", "coding"),
          Map.entry("/message/submit/statusrequest/dlr-mask", "dlr-mask"),
          Map.entry("/message/submit/statusrequest/dlr-url", "dlr-url"),
          Map.entry("/message/submit/from/user", "username"),
          Map.entry("/message/submit/from/username", "username"),
          Map.entry("/message/submit/from/pass", "password"),
          Map.entry("/message/submit/from/password", "password"),
          Map.entry("/message/submit/vp/delay", "validity"),
          Map.entry("/message/submit/at/delay", "deferred"));

  private KannelXml() {}

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  static FormFields read(byte[] body) throws Rejected {
    Map<String, String> values = new HashMap<>();
    try {
      XMLStreamReader xml = FACTORY.createXMLStreamReader(new ByteArrayInputStream(body));
      try {
        walk(xml, values);
      } finally {
        xml.close();
      }
    } catch (XMLStreamException | RuntimeException e) {
      if (e instanceof IllegalStateException) {
        throw rejected("Unsupported XML, rejected");
      }
      // The reader's own words may quote the text.
      throw rejected("XML body misformed, rejected");
    }
    Map<String, byte[]> fields = new HashMap<>();
    values.forEach((name, value) -> fields.put(name, value.getBytes(StandardCharsets.UTF_8)));
    // The declaration of the document has said what the octets were; they are text by now.
    fields.put("charset", "UTF-8".getBytes(StandardCharsets.US_ASCII));
    return FormFields.of(fields);
  }

  private static void walk(XMLStreamReader xml, Map<String, String> values)
      throws XMLStreamException {
    StringBuilder path = new StringBuilder();
    StringBuilder text = new StringBuilder();
    int depth = 0;
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (++depth > DEPTH_MAX) {
            throw new IllegalStateException("nested too deeply");
          }
          path.append('/').append(xml.getLocalName());
          text.setLength(0);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new IllegalStateException("an entity of its own");
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          String parameter = PARAMETERS.get(path.toString());
          if (parameter != null) {
            String value = parameter.equals("text") ? text.toString() : text.toString().strip();
            // Several receivers stand in several elements.
            values.merge(parameter, value, (a, b) -> parameter.equals("to") ? a + " " + b : b);
          }
          text.setLength(0);
          path.setLength(path.lastIndexOf("/"));
        }
        default -> {
          // Comments and the like say nothing here.
        }
      }
    }
  }

  private static Rejected rejected(String inKannelsWords) {
    return new Rejected(Problem.of(ProblemType.INVALID_PARAMETER, inKannelsWords));
  }
}
