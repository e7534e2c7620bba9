import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;
import org.semanticweb.owlapi.profiles.Profiles;

/**
 * Prints what keeps an ontology out of OWL 2 DL and its profiles, by OWLAPI: for each profile a line
 * with its name, then a line with its name, a tab and the violation for each violation.
 *
 * Run by tests/test_profile.py: java -cp JARS ProfileCheck.java FILE
 */
class ProfileCheck {
    private static final Profiles[] PROFILES = {Profiles.OWL2_DL, Profiles.OWL2_RL, Profiles.OWL2_EL, Profiles.OWL2_QL};

    public static void main(String[] arguments) throws Exception {
        var manager = OWLManager.createOWLOntologyManager();
        var ontology = manager.loadOntologyFromOntologyDocument(new File(arguments[0]));
        for (Profiles profile : PROFILES) {
            System.out.println(profile.name());
            for (OWLProfileViolation violation : profile.checkOntology(ontology).getViolations())
                System.out.println(profile.name() + "\t" + violation.toString().replaceAll("\\s+", " "));
        }
    }
}
