//! The same stories as files of each format.

use super::Story;

/// One JSON object a line.
pub(crate) fn jsonl(stories: &[Story]) -> String {
    let line = |story: &Story| {
        serde_json::json!({
            "id": story.id,
            "title": story.headline,
            "body": story.paragraphs.join("\n\n"),
            "date": story.date,
            "outlet": story.outlet,
            "author": story.author,
            "url": story.url,
            "section": story.section,
            "language": "en",
        })
        .to_string()
            + "\n"
    };
    stories.iter().map(line).collect()
}

/// A table with a row a story.
pub(crate) fn csv(stories: &[Story]) -> String {
    let mut text = String::from("id,title,body,date,outlet,author,url,section,language\n");
    for story in stories {
        let body = story.paragraphs.join("\n\n");
        let row = [
            story.id.as_str(),
            &story.headline,
            &body,
            &story.date,
            &story.outlet,
            &story.author,
            &story.url,
            story.section,
            "en",
        ];
        let cells: Vec<String> = row.iter().map(|cell| format!("\"{cell}\"")).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

/// A feed with an item a story.
pub(crate) fn rss(stories: &[Story]) -> String {
    let item = |story: &Story| {
        format!(
            "<item><title>{}</title><link>{url}</link><guid>{url}</guid><pubDate>{}</pubDate>\
             <description><![CDATA[<p>{}</p>]]></description></item>\n",
            story.headline,
            story.date,
            story.paragraphs.join("</p><p>"),
            url = story.url,
        )
    };
    let items: String = stories.iter().map(item).collect();
    format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>All Gazettes</title>\
         <link>https://all.example/</link><description>All</description>\n{items}</channel></rss>\n"
    )
}

/// Many stories in one file of marked-up text, as Reuters-21578 has them.
pub(crate) fn sgml(stories: &[Story]) -> String {
    let mut text = String::from("<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n");
    for (number, story) in stories.iter().enumerate() {
        text.push_str(&format!(
            "<REUTERS TOPICS=\"NO\" OLDID=\"{number}\" NEWID=\"{number}\">\n\
             <DATE>26-FEB-1987 15:01:01.79</DATE>\n<TEXT>&#2;\n<TITLE>{}</TITLE>\n\
             <DATELINE>    ALDMOUTH, Feb 26 - </DATELINE><BODY>{}\n&#3;</BODY></TEXT>\n\
             </REUTERS>\n",
            story.headline,
            story.paragraphs.join("\n    "),
        ));
    }
    text
}

/// Wire copy: a file a story.
pub(crate) fn wire(story: &Story) -> String {
    format!(
        "{}\nBy {}, {}\nALDMOUTH, {} (Meridian) - {}\n",
        story.headline,
        story.author,
        story.outlet,
        story.date,
        story.paragraphs.join("\n")
    )
}

/// A saved web page: a file a story, with the furniture pages have.
pub(crate) fn html(story: &Story) -> String {
    let links: String =
        (0..20).map(|n| format!("<li><a href=\"/{n}\">Section {n}</a></li>")).collect();
    let data = serde_json::json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "datePublished": story.date,
        "author": { "@type": "Person", "name": story.author },
        "publisher": { "@type": "Organization", "name": story.outlet },
        "url": story.url,
    });
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{headline} | \
         {outlet}</title><script type=\"application/ld+json\">{data}</script></head><body>\
         <nav><ul>{links}</ul></nav><article><h1>{headline}</h1><p>{body}</p></article>\
         <aside><h3>Related</h3><ul>{links}</ul></aside><footer>All rights reserved</footer>\
         </body></html>\n",
        headline = story.headline,
        outlet = story.outlet,
        body = story.paragraphs.join("</p><p>"),
    )
}
