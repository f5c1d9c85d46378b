//! The challenger in English.

use super::DuelText;

/// English.
pub const EN: DuelText = DuelText {
    title: "Champion and challenger",
    lead: "Let another run's model answer the same images beside the one in service. It changes nothing for that one: nobody acts on what the challenger says, until you put it into service.",
    choice: "Challenger",
    nobody: "nobody",
    no_run: "Train once more with other settings: then the run before can be chosen here, as long as this browser keeps its weights.",
    anew: "Begin anew",
    promote: "Put into service",
    of_before: "It learned before images were added: it can be compared here, but not put into service. Train once more with its settings for that.",
    promote_hint: "Brings the challenger's model back as the one that answers. A stream under way goes on with it: quickly through the images it has missed, so that the two can be compared, then as before.",
    coming: |name| format!("{name} is being brought back."),
    waiting: |name| format!("{name} answers as soon as a stream runs."),
    champion: "in service",
    challenger: |name| format!("challenger: {name}"),
    columns: ["Model", "Right in the window", "Right, each image once", "Work an image (p50)"],
    hits: |[both, champion, challenger, neither], agreement| {
        format!(
            "Each image once: {both} both right, {champion} only the one in service, {challenger} only the challenger, {neither} neither. Of all answers, repeats included, {agreement} were the same."
        )
    },
    no_labels: "Without labels nobody is right or wrong: only how often the two agree can be said.",
    open: |n, alone, challenger, share| {
        format!(
            "Nothing is beyond chance yet. Of {n} different images, {alone} were answered rightly by one of the two only, {challenger} of them by the challenger: {share}. Equally good models would come to 50 %."
        )
    },
    champion_better: |image| {
        format!("The model in service is the better one: that was beyond chance at image {image}.")
    },
    challenger_better: |image| {
        format!("The challenger is the better one: that was beyond chance at image {image}.")
    },
    hint: "Each image counts once, however often a replay shows it. You may look as often as you like: of twenty duels between equally good models, at most one is ever decided. The verdict holds for the images that came, disturbed as they were; when that changes, begin anew.",
    accuracy: "Accuracy of the two, window by window",
    evidence: "Who wins where only one is right",
    share: "challenger's share",
    high: "band, upper end",
    low: "band, lower end",
    equal: "equally good",
    share_axis: "Share of the challenger",
};
