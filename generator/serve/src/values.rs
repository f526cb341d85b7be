//! Questions about schemas → values, by a thread that has the model and what was found out about it.
//!
//! What is asked of it is remembered: the same question is answered at once. While nothing is asked, it looks through the examples of the
//! document, and tells of those that their schemas refuse.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread;

use tokio::sync::oneshot;
use verbatim_gen::model::{Api, Example, SchemaId};
use verbatim_gen::node::Node;
use verbatim_gen::source::Place;
use verbatim_gen::stages::{Direction, Judge, Samples, Shown, Verdict};

/// As much as a main thread has on most systems, twice.
const STACK_SIZE: usize = 16 << 20;

/// Where an example stands: by number the operation, its response, the content, and the example in it.
pub type ExampleAt = [usize; 4];

/// What is asked.
#[derive(Debug, Clone, Copy)]
enum Question {
    /// The value that the reference shows.
    Shown(SchemaId),
    /// A value by chance.
    Arbitrary(SchemaId, u64),
    /// Whether the schema refuses an example: then the example.
    Refused(ExampleAt),
}

type Job = (Question, oneshot::Sender<Option<Node>>);

/// Who is told of what is wrong with examples.
pub type Tell = Arc<dyn Fn(&str) + Send + Sync>;

/// What a finding's place is called.
pub type Locate = Box<dyn Fn(Place) -> String + Send>;

/// Asks the thread. It ends with the last of those who ask.
#[derive(Debug, Clone)]
pub struct Values(Sender<Job>);

impl Values {
    /// Starts it.
    ///
    /// # Errors
    /// No thread is to be had.
    pub fn start(api: Arc<Api>, tell: Tell, locate: Locate) -> std::io::Result<Self> {
        let (sender, jobs) = channel();
        let work = move || {
            let samples = Samples::of(&api);
            let mut worker = Worker {
                api: &api,
                samples: &samples,
                shown: Shown::of(&api, &samples),
                judge: samples.judge(Direction::Response, u64::MAX),
                values: HashMap::new(),
                verdicts: HashMap::new(),
            };
            worker.look_through(&jobs, &tell, &locate);
            while let Ok(job) = jobs.recv() {
                worker.answer(job);
            }
        };
        thread::Builder::new()
            .name("values".to_owned())
            .stack_size(STACK_SIZE)
            .spawn(work)?;
        Ok(Self(sender))
    }

    /// The value that the reference shows for a schema.
    pub async fn shown(&self, schema: SchemaId) -> Option<Node> {
        self.ask(Question::Shown(schema)).await
    }

    /// A value of a schema by chance.
    pub async fn arbitrary(&self, schema: SchemaId, seed: u64) -> Option<Node> {
        self.ask(Question::Arbitrary(schema, seed)).await
    }

    /// Whether the schema of an example refuses it.
    pub async fn refuses(&self, example: ExampleAt) -> bool {
        self.ask(Question::Refused(example)).await.is_some()
    }

    async fn ask(&self, question: Question) -> Option<Node> {
        let (reply, answer) = oneshot::channel();
        self.0.send((question, reply)).ok()?;
        answer.await.ok().flatten()
    }
}

struct Worker<'a> {
    api: &'a Api,
    samples: &'a Samples<'a>,
    shown: Shown<'a>,
    judge: Judge<'a>,
    values: HashMap<SchemaId, Option<Node>>,
    /// By schema and place of the example.
    verdicts: HashMap<(SchemaId, Place), bool>,
}

impl Worker<'_> {
    fn answer(&mut self, (question, reply): Job) {
        let answer = match question {
            Question::Shown(schema) => {
                let known = self.values.entry(schema);
                known.or_insert_with(|| self.shown.answer(schema)).clone()
            }
            Question::Arbitrary(schema, seed) => {
                self.samples.arbitrary(schema, Direction::Response, seed)
            }
            Question::Refused(at) => {
                let is_refused = example(self.api, at).is_some_and(|(schema, value)| {
                    refuses(&mut self.judge, &mut self.verdicts, schema, value)
                });
                is_refused.then(|| Node::array(Vec::new(), Place::default()))
            }
        };
        // Whoever asked may have gone.
        let _ = reply.send(answer);
    }

    /// Looks through the examples of all answers, and answers what is asked meanwhile.
    fn look_through(&mut self, jobs: &Receiver<Job>, tell: &Tell, locate: &Locate) {
        let api = self.api;
        let mut seen = HashSet::new();
        for operation in &api.operations {
            for (response, content) in operation
                .responses
                .iter()
                .flat_map(|it| it.content.iter().map(move |content| (it, content)))
            {
                for example in &content.examples {
                    loop {
                        match jobs.try_recv() {
                            Ok(job) => self.answer(job),
                            Err(TryRecvError::Empty) => break,
                            Err(TryRecvError::Disconnected) => return,
                        }
                    }
                    let Some((schema, value)) = judged(api, content, example) else {
                        continue;
                    };
                    if !seen.insert((schema, value.place))
                        || !refuses(&mut self.judge, &mut self.verdicts, schema, value)
                    {
                        continue;
                    }
                    let violation = self.judge.explain(schema, value);
                    let place = violation.as_ref().map_or(value.place, |it| it.place);
                    let why = violation.map_or_else(String::new, |it| format!(": {}", it.message));
                    let which = match &example.name {
                        Some(name) => format!("`Prefer: example={name}`"),
                        None => "`Prefer`, since it has none".to_owned(),
                    };
                    let served = match &example.name {
                        Some(_) => format!("it is served for {which} alone"),
                        None => "it has no name to ask for it by, and is not served".to_owned(),
                    };
                    tell(&format!(
                        "{}: warning: an example of {} of {} {} is not valid{why}; {served}",
                        locate(place),
                        response.status,
                        operation.method.as_upper(),
                        operation.path,
                    ));
                }
            }
        }
    }
}

/// An example that can be held against a schema.
fn example(api: &Api, at: ExampleAt) -> Option<(SchemaId, &Node)> {
    let [operation, response, content, example] = at;
    let response = api.operations.get(operation)?.responses.get(response)?;
    let content = response.content.get(content)?;
    judged(api, content, content.examples.get(example)?)
}

/// The schema and the value of an example that can be judged: a text stands for itself where it is the body as it is sent.
fn judged<'a>(
    api: &Api,
    content: &verbatim_gen::model::MediaType,
    example: &'a Example,
) -> Option<(SchemaId, &'a Node)> {
    let value = example.value.as_ref()?;
    let range = content.range();
    let is_sent_as_it_is = value.as_str().is_some() && (range.is_xml() || range.is_yaml());
    let schema = match content.is_of_items() {
        true => None,
        false => content.schema,
    };
    let is_text = range.is_textual() && !range.is_json() && !range.is_form();
    let schema = match is_text && value.as_str().is_some() {
        true => verbatim_gen::analysis::media::schema_of_text(api, content),
        false => schema,
    };
    Some((schema.filter(|_| !is_sent_as_it_is)?, value))
}

fn refuses(
    judge: &mut Judge<'_>,
    verdicts: &mut HashMap<(SchemaId, Place), bool>,
    schema: SchemaId,
    value: &Node,
) -> bool {
    let known = verdicts.entry((schema, value.place));
    *known.or_insert_with(|| judge.judge(schema, value) == Verdict::Invalid)
}
